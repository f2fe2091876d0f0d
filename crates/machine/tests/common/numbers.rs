//! Numbers, most of them small, and some near the end of all numbers.

use program::Range;
use proptest::prelude::*;

/// What is usual; if not careful, now and then something odd.
pub(crate) fn mostly<T: std::fmt::Debug + 'static>(
    careful: bool,
    usual: impl Strategy<Value = T> + 'static,
    odd: impl Strategy<Value = T> + 'static,
) -> BoxedStrategy<T> {
    if careful { usual.boxed() } else { prop_oneof![40 => usual, 1 => odd].boxed() }
}

/// A number of things, in the end as many as there can be.
pub(crate) fn extreme() -> impl Strategy<Value = usize> {
    prop_oneof![any::<usize>(), Just(usize::MAX), 0..2_000_usize]
}

/// An index of one of `n` things, if there are any; if not careful, now and then of none.
pub(crate) fn index(n: usize, careful: bool) -> BoxedStrategy<usize> {
    mostly(careful, 0..n.max(1), prop_oneof![n..n + 3, extreme()])
}

/// A number, mostly small.
pub(crate) fn value() -> impl Strategy<Value = i32> {
    let edge = prop::sample::select(vec![i32::MIN, i32::MIN + 1, i32::MAX - 1, i32::MAX]);
    prop_oneof![24 => 0..4_i32, 6 => -2..0_i32, 1 => any::<i32>(), 1 => edge]
}

/// A range with 0 in it; if not careful, now and then any two numbers.
pub(crate) fn range(careful: bool) -> BoxedStrategy<Range> {
    let usual = prop_oneof![
        8 => (-3..1_i32, 3..9_i32),
        1 => Just((0, 0)),
        4 => Just((i32::MIN, i32::MAX)),
        2 => (any::<i32>().prop_map(|low| low.min(0)), any::<i32>().prop_map(|high| high.max(0))),
    ];
    mostly(careful, usual, (value(), value()))
}
