//! Runs a loop with the widest vector instructions that this processor has.
//!
//! Only the width changes: the loops add in a fixed order over fixed lanes and nothing is
//! fused, so the bits are the same on every processor.

/// Runs `operation` compiled for AVX2 where available.
///
/// The closure must be `#[inline(always)]`, and so must all that it calls: what is not inlined
/// here is compiled for the oldest processor.
#[inline(always)]
pub fn vectorized<R>(operation: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(operation)
}
