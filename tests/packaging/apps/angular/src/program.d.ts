// The program is JavaScript.
export const started: number;
export function check(given: object, options: { emulator: string | null; since?: number }): Promise<object>;
