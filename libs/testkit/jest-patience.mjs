import { jest } from '@jest/globals';

// A busy machine is slow, not wrong: Jest's own 5 s are for tests without a database.
jest.setTimeout(20_000);
