/** A page compiles no code while it runs: its policy forbids it, and asking would be a complaint on the console. */
import { config } from 'zod/mini';

config({ jitless: true });
