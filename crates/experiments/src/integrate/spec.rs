//! What a person sees of `integrate` and may set.

#[cfg(feature = "reports")]
use super::text;
use crate::spec::{Choice, DefaultValue, Group, ParamKind, ParamSpec, Spec};

/// Most threads on offer: enough to see that more threads than cores bring nothing.
pub(super) const MAX_THREADS: u64 = 64;
/// Most points on offer; every index is exact in a double.
const MAX_POINTS: u64 = 10_000_000_000;

const fn choice(value: &'static str, label: &'static str) -> Choice {
    Choice::new(value, label)
}

const FUNCTIONS: &[Choice] = &[
    choice("x2", "x²"),
    choice("pi", "4/(1+x²)"),
    choice("sin", "sin x"),
    choice("circle", "√(1−x²)"),
    choice("gauss", "e^(−x²)"),
    choice("uneven", "1/(1−x), term by term"),
];
const METHODS: &[Choice] = &[
    choice("sequential", "sequential, one thread"),
    choice("threads", "threads, a chunk each"),
    choice("pool", "pool, work stealing"),
    choice("processes", "processes, by messages"),
    choice("slide", "slide, run as written"),
];
const RULES: &[Choice] = &[
    choice("left", "left, as on the slides"),
    choice("midpoint", "midpoint"),
    choice("trapezoid", "trapezoid"),
    choice("simpson", "Simpson"),
];
const REDUCTIONS: &[Choice] = &[
    choice("blocks", "blocks: same bits every time"),
    choice("per-thread", "per thread, as on the slides"),
];
const KERNELS: &[Choice] = &[choice("scalar", "scalar"), choice("simd", "SIMD: two at a time")];
const SWITCH: &[Choice] = &[choice("off", "off"), choice("on", "on: 1 to 2 × cores")];

pub(super) static SPEC: Spec = Spec {
    id: "integrate",
    #[cfg(feature = "reports")]
    title: "Integrate in parallel",
    group: Group::Performance,
    #[cfg(feature = "reports")]
    summary: text::SUMMARY,
    #[cfg(feature = "reports")]
    prediction: text::PREDICTION,
    #[cfg(feature = "reports")]
    look_for: text::LOOK_FOR,
    live: false,
    params: &[
        ParamSpec {
            name: "threads",
            #[cfg(feature = "reports")]
            label: "Threads",
            kind: ParamKind::Integer { min: 1, max: MAX_THREADS },
            default: DefaultValue::Cores,
            #[cfg(feature = "reports")]
            unit: "",
            #[cfg(feature = "reports")]
            help: "How many workers share the job. If left alone, it follows the cores of the machine.",
        },
        ParamSpec {
            name: "method",
            #[cfg(feature = "reports")]
            label: "Method",
            kind: ParamKind::Choice(METHODS),
            default: DefaultValue::Fixed("threads"),
            #[cfg(feature = "reports")]
            unit: "",
            #[cfg(feature = "reports")]
            help: "How the chunks are cut and who computes them.",
        },
        ParamSpec {
            name: "f",
            #[cfg(feature = "reports")]
            label: "Function",
            kind: ParamKind::Choice(FUNCTIONS),
            default: DefaultValue::Fixed("x2"),
            #[cfg(feature = "reports")]
            unit: "",
            #[cfg(feature = "reports")]
            help: "What is integrated. The last one costs more the nearer x is to 1.",
        },
        ParamSpec {
            name: "a",
            #[cfg(feature = "reports")]
            label: "From a",
            kind: ParamKind::Real { min: -1e9, max: 1e9 },
            default: DefaultValue::Follows {
                param: "f",
                table: &[
                    ("x2", "0"),
                    ("pi", "0"),
                    ("sin", "0"),
                    ("circle", "0"),
                    ("gauss", "-3"),
                    ("uneven", "0"),
                ],
            },
            #[cfg(feature = "reports")]
            unit: "",
            #[cfg(feature = "reports")]
            help: "Lower end of the interval.",
        },
        ParamSpec {
            name: "b",
            #[cfg(feature = "reports")]
            label: "To b",
            kind: ParamKind::Real { min: -1e9, max: 1e9 },
            default: DefaultValue::Follows {
                param: "f",
                table: &[
                    ("x2", "10"),
                    ("pi", "1"),
                    ("sin", "3.141592653589793"),
                    ("circle", "1"),
                    ("gauss", "3"),
                    ("uneven", "0.9"),
                ],
            },
            #[cfg(feature = "reports")]
            unit: "",
            #[cfg(feature = "reports")]
            help: "Upper end; below a the integral changes its sign.",
        },
        ParamSpec {
            name: "n",
            #[cfg(feature = "reports")]
            label: "Points n",
            kind: ParamKind::Integer { min: 1, max: MAX_POINTS },
            default: DefaultValue::Fixed("10000000"),
            #[cfg(feature = "reports")]
            unit: "points",
            #[cfg(feature = "reports")]
            help: "Number of strips. More take longer and come closer to the exact value.",
        },
        ParamSpec {
            name: "rule",
            #[cfg(feature = "reports")]
            label: "Rule",
            kind: ParamKind::Choice(RULES),
            default: DefaultValue::Fixed("left"),
            #[cfg(feature = "reports")]
            unit: "",
            #[cfg(feature = "reports")]
            help: "Where in each strip the function is evaluated.",
        },
        ParamSpec {
            name: "reduction",
            #[cfg(feature = "reports")]
            label: "Sum",
            kind: ParamKind::Choice(REDUCTIONS),
            default: DefaultValue::Fixed("blocks"),
            #[cfg(feature = "reports")]
            unit: "",
            #[cfg(feature = "reports")]
            help: "How the parts are added. Method slide always adds per thread.",
        },
        ParamSpec {
            name: "kernel",
            #[cfg(feature = "reports")]
            label: "Kernel",
            kind: ParamKind::Choice(KERNELS),
            default: DefaultValue::Fixed("scalar"),
            #[cfg(feature = "reports")]
            unit: "",
            #[cfg(feature = "reports")]
            help: "One point at a time, or two in each instruction. Method slide is always scalar.",
        },
        ParamSpec {
            name: "repeats",
            #[cfg(feature = "reports")]
            label: "Repeats",
            kind: ParamKind::Integer { min: 1, max: 100 },
            default: DefaultValue::Fixed("5"),
            #[cfg(feature = "reports")]
            unit: "runs",
            #[cfg(feature = "reports")]
            help: "How often the method and the sequential baseline are measured, in turn.",
        },
        ParamSpec {
            name: "sweep",
            #[cfg(feature = "reports")]
            label: "Sweep",
            kind: ParamKind::Choice(SWITCH),
            default: DefaultValue::Fixed("off"),
            #[cfg(feature = "reports")]
            unit: "",
            #[cfg(feature = "reports")]
            help: "Measures every thread count from 1 to twice the cores instead of one.",
        },
    ],
    #[cfg(feature = "reports")]
    python: text::PYTHON,
    #[cfg(feature = "reports")]
    rust: include_str!("methods.rs"),
};
