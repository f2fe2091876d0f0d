//! From one declaration of the parameters: their list, how they are read, and their values.

use crate::fields::Fields;
use crate::param::{Choice, Param, ParamValue};

/// What [`params!`] derives.
pub(crate) trait Declared: Sized {
    /// The parameters, in their order.
    const PARAMS: &'static [Param];

    /// Reads each of them; what is refused is kept by `fields`.
    fn read(fields: &mut Fields<'_>) -> Self;

    /// Each value, in their order.
    fn values(&self) -> Vec<ParamValue>;
}

/// A type that a parameter can have.
pub(crate) trait Typed: Sized {
    /// Reads the parameter called `name`.
    fn read(fields: &mut Fields<'_>, name: &'static str) -> Self;

    /// The checked value.
    fn value(&self) -> ParamValue;
}

impl Typed for u64 {
    fn read(fields: &mut Fields<'_>, name: &'static str) -> Self {
        fields.integer(name)
    }

    fn value(&self) -> ParamValue {
        ParamValue::Integer(*self)
    }
}

impl Typed for u32 {
    fn read(fields: &mut Fields<'_>, name: &'static str) -> Self {
        Self::try_from(fields.integer(name)).expect("no limit of such a parameter is greater")
    }

    fn value(&self) -> ParamValue {
        ParamValue::Integer((*self).into())
    }
}

impl Typed for f64 {
    fn read(fields: &mut Fields<'_>, name: &'static str) -> Self {
        fields.real(name)
    }

    fn value(&self) -> ParamValue {
        ParamValue::Real(*self)
    }
}

impl<T: Choice> Typed for T {
    fn read(fields: &mut Fields<'_>, name: &'static str) -> Self {
        T::of(fields.word(name))
    }

    fn value(&self) -> ParamValue {
        ParamValue::Word(self.word())
    }
}

/// The files of an experiment's folder beside its `mod.rs`, each in the builds that it is for.
macro_rules! files {
    ($($file:ident),+) => { $(crate::declare::files! { in $file })+ };
    (in run) => {
        #[cfg(feature = "kernels")]
        mod run;
    };
    (in roles) => {
        #[cfg(feature = "processes")]
        pub(crate) mod roles;
    };
    (in common) => {
        #[cfg(any(feature = "kernels", feature = "processes"))]
        mod common;
    };
    (in model) => {
        #[cfg(feature = "models")]
        mod model;
    };
    (in words) => {
        #[cfg(feature = "reports")]
        mod words;
    };
}

/// A struct of checked parameters, in the order of links: each field is called as in links, and what
/// stands behind `=` is a [`Param`], by the functions of [`crate::param`].
macro_rules! params {
    ($(#[$doc:meta])* $name:ident { $($(#[$meaning:meta])* $field:ident: $type:ty = $param:expr;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub(crate) struct $name {
            $($(#[$meaning])* $field: $type,)+
        }

        impl crate::declare::Declared for $name {
            const PARAMS: &'static [crate::param::Param] =
                &[$($param.named(stringify!($field))),+];

            fn read(fields: &mut crate::fields::Fields<'_>) -> Self {
                Self {
                    $($field: <$type as crate::declare::Typed>::read(fields, stringify!($field)),)+
                }
            }

            fn values(&self) -> Vec<crate::param::ParamValue> {
                vec![$(crate::declare::Typed::value(&self.$field)),+]
            }
        }
    };
}

/// An enum whose variants are the words of a choice in links.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$meaning:meta])* $variant:ident = $word:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $name {
            $($(#[$meaning])* $variant,)+
        }

        impl crate::param::Choice for $name {
            const WORDS: &'static [&'static str] = &[$($word),+];

            fn of(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    _ => unreachable!("{word} is not on offer"),
                }
            }

            fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }
    };
}

/// Says that an experiment has no program: there is nothing to explore.
macro_rules! only_runs {
    ($name:ident) => {
        #[cfg(feature = "models")]
        impl crate::model::Explore for $name {}
    };
}

/// Says that an experiment is a program only: nothing runs on real threads.
macro_rules! only_explored {
    ($name:ident) => {
        #[cfg(feature = "kernels")]
        impl crate::kernel::Run for $name {}

        #[cfg(feature = "reports")]
        impl crate::report::Conclude for $name {}
    };
}

/// Says that runs go on in processes only.
macro_rules! only_roles {
    ($name:ident) => {
        #[cfg(feature = "kernels")]
        impl crate::kernel::Run for $name {}
    };
}

pub(crate) use {choice, files, only_explored, only_roles, only_runs, params};
