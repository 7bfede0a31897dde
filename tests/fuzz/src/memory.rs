//! How much memory something takes: no reply may make the package take much more than it is long.

use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Runs `action` on an input of `length` bytes.
///
/// # Panics
/// If at one time it took more than a fixed amount and so many bytes for each of the input's.
pub fn limited<R>(length: usize, bytes_per_byte: usize, action: impl FnOnce() -> R) -> R {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let result = action();
    let taken = MEMORY.peak_usage().saturating_sub(before);
    assert!(taken <= FIXED_BYTES + length * bytes_per_byte, "{taken} bytes of memory for {length} bytes of input");
    result
}

/// The tables of the checksum, which are made once, and the first growth of each buffer.
const FIXED_BYTES: usize = 32 * 1024;
