// What Vite makes of imports that are no scripts.

declare module "*.css";

declare module "virtual:catalogue" {
  /** Id, kind, prefixes of inference profiles, abilities, alias. */
  const rows: readonly (readonly [id: string, kind: string, prefixes: string, can: string, alias: string])[];
  export default rows;
}
