//! The catalogue as plain data, for scripts.

use trace::Few;

use crate::decimal::decimal;
use crate::param::{Param, ParamKind, ParamValue};
use crate::{Computer, Experiment, Face, Fields, of_face};

/// An experiment that runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Its id.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// The title of the lesson that it belongs to.
    pub group: &'static str,
    /// Its parameters, in the order of links.
    pub params: Vec<ListedParam>,
}

/// A parameter of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedParam {
    /// Its name in links.
    pub name: &'static str,
    /// `"integer"`, `"real"` or `"choice"`.
    pub kind: &'static str,
    /// Its default on this machine.
    pub default: ParamValue,
    /// The least and the greatest value of a number.
    pub limits: Option<(ParamValue, ParamValue)>,
    /// The words of a choice.
    pub choices: &'static [&'static str],
    /// Its unit, empty if it has none.
    pub unit: &'static str,
    /// What it means.
    pub help: &'static str,
}

/// Every experiment that runs, with its parameters; defaults are those on `computer`.
#[must_use]
pub fn listing(computer: Computer) -> Vec<Listed> {
    let experiments = of_face(Face::Run).map(|experiment| {
        let given = Few::new();
        let fields = experiment.fields(Face::Run, &given, computer);
        let params = experiment.params(Face::Run).map(|param| listed(experiment, param, &fields));
        Listed {
            id: experiment.id,
            title: experiment.words().title,
            group: experiment.group.title(),
            params: params.collect(),
        }
    });
    experiments.collect()
}

fn listed(experiment: &Experiment, param: &Param, fields: &Fields<'_>) -> ListedParam {
    let default = fields.default_text(param.name);
    let allowed = param.on(Face::Run).expect("it is a parameter of runs");
    let (kind, default, limits) = match allowed.kind {
        ParamKind::Integer { min, max } => {
            let number = default.parse().expect("a default is a value of its kind");
            let limits = (ParamValue::Integer(min), ParamValue::Integer(max));
            ("integer", ParamValue::Integer(number), Some(limits))
        }
        ParamKind::Real { min, max } => {
            let number = decimal(&default).expect("a default is a value of its kind");
            let limits = (ParamValue::Real(min), ParamValue::Real(max));
            ("real", ParamValue::Real(number), Some(limits))
        }
        ParamKind::Choice(words) => {
            let word = words.iter().find(|word| **word == default);
            let word = word.expect("a default is a value of its kind");
            ("choice", ParamValue::Word(word), None)
        }
    };
    let said = experiment.words().param(param.name);
    ListedParam {
        name: param.name,
        kind,
        default,
        limits,
        choices: allowed.choices(),
        unit: said.unit,
        help: said.help,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_listed_as_a_value_of_its_kind() {
        let listing = listing(Computer { cores: 2 });
        let integrate = &listing[0];
        let threads = &integrate.params[0];
        assert_eq!((integrate.id, threads.name), ("integrate", "threads"));
        assert_eq!(threads.default, ParamValue::Integer(2));
        assert_eq!(threads.limits, Some((ParamValue::Integer(1), ParamValue::Integer(64))));
        assert_eq!((integrate.params.len(), listing[1].params.len()), (12, 4));
    }
}
