/** A LIKE pattern that matches texts which contain `text` to the letter: `\`, `%` and `_` mean themselves. */
export const containsPattern = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;
