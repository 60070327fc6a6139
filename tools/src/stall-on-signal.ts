/**
 * Loaded into a worker of a chaos run by `--import`, beside the product's own code: on SIGUSR2 its event loop stands still for
 * CHAOS_STALL_MS, as a long synchronous computation or a debugger would make it. No timer, no lock's renewal, no answer runs meanwhile.
 */
const stallMs = Number(process.env.CHAOS_STALL_MS ?? 0);

process.on('SIGUSR2', () => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, stallMs);
});
