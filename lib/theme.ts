export const themes = ["system", "dark", "light"] as const;
/** The reader's choice; `system` follows the device. */
export type Theme = (typeof themes)[number];

/** Kept in a cookie rather than in local storage: the server then renders the right one and nothing flashes. */
export const themeCookie = "theme";

export const parseTheme = (text: string | undefined): Theme =>
  text === "dark" || text === "light" ? text : "system";
