import { jest } from '@jest/globals';

// A busy machine is slow, not wrong: Jest's own 5 s have passed there before a module was loaded.
jest.setTimeout(20_000);
