import { afterEach } from 'vitest';
import { clearLeftovers } from './leftovers.ts';

// Vitest loads this before each test file; a hook of a module that files share would be one of the first file's alone.
afterEach(clearLeftovers);
