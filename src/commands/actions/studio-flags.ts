/** The flags of `studio`. */
export interface StudioFlags {
  readonly scenario: string | undefined;
  readonly noOpen: boolean;
  readonly port: number | undefined;
  readonly allowOutside: boolean;
}
