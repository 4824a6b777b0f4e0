/** What is run: a program, its arguments, and what its environment has beside the supervisor's own. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** One process of the stack. */
export interface Component {
  /** The name of its pid file and its log, such as `fra1.vmagent`; also what the commands take. */
  readonly name: string;
  /** Every port that it will listen on; all are checked before anything starts. */
  readonly ports: readonly number[];
  /** Answers 2xx once the component can do its work. */
  readonly health: string;
  /** Where it does that work, when that is not where its health is asked. */
  readonly address?: string;
  /** Prepares what the component needs (configuration files, directories) and says how to run it. */
  command(): Promise<Command>;
  /** What must be done before anything may rely on it, such as applying a schema. */
  onceHealthy?(signal: AbortSignal): Promise<void>;
}

/** `fra1.vmagent` → `fra1 vmagent`: how a component is called in sentences. */
export const labelOf = (component: Pick<Component, "name">): string => component.name.replace(".", " ");
