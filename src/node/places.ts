/**
 * Where hasim's own files are. Two folders below the package wherever this runs: in src/node, in dist/node, and in the
 * bundled program, all of whose files lie in dist/program.
 */

/** With package.json, and what is shipped beside the program: disasters, schema, vendor. */
export const PACKAGE = new URL('../../', import.meta.url);

/** The modules one by one: src or dist. */
export const MODULES = new URL('../', import.meta.url);

/** The grammar as JSON Schema; made when it changes, and shipped. */
export const SCHEMA = new URL('schema/scenario.schema.json', PACKAGE);
