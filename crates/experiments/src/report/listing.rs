//! The catalogue as plain data, for scripts.

use serde_json::{Value, json};
use trace::Few;

use crate::decimal::decimal;
use crate::param::{Param, ParamKind, ParamValue};
use crate::{Computer, Experiment, Face, Fields, of_face};

/// Every experiment that runs, with its parameters: `[{id, title, group, params: [{name, kind, default,
/// min, max, choices, unit, help}]}]`. Kinds are `"integer"`, `"real"` and `"choice"`; `min`, `max` and
/// `choices` are null where they do not apply; defaults are those on `computer`.
#[must_use]
pub fn listing(computer: Computer) -> Value {
    let experiments = of_face(Face::Run).map(|experiment| {
        let given = Few::new();
        let fields = experiment.fields(Face::Run, &given, computer);
        let params = experiment.params(Face::Run).map(|param| entry(experiment, param, &fields));
        let (title, group) = (experiment.words().title, experiment.group.title());
        json!({ "id": experiment.id, "title": title, "group": group, "params": params.collect::<Vec<_>>() })
    });
    experiments.collect()
}

fn entry(experiment: &Experiment, param: &Param, fields: &Fields<'_>) -> Value {
    let default = fields.default_text(param.name);
    let allowed = param.on(Face::Run).expect("it is a parameter of runs");
    let (kind, default, min, max) = match allowed.kind {
        ParamKind::Integer { min, max } => {
            let number = default.parse().expect("a default is a value of its kind");
            ("integer", ParamValue::Integer(number).into(), json!(min), json!(max))
        }
        ParamKind::Real { min, max } => {
            let number = decimal(&default).expect("a default is a value of its kind");
            ("real", ParamValue::Real(number).into(), json!(min), json!(max))
        }
        ParamKind::Choice(_) => ("choice", json!(default), Value::Null, Value::Null),
    };
    let words = allowed.choices();
    let choices = if words.is_empty() { Value::Null } else { json!(words) };
    let said = experiment.words().param(param.name);
    json!({
        "name": param.name, "kind": kind, "default": default, "min": min, "max": max,
        "choices": choices, "unit": said.unit, "help": said.help,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_listed_as_a_value_of_its_kind() {
        let listing = listing(Computer { cores: 2 });
        let integrate = &listing[0];
        assert_eq!(
            (&integrate["id"], &integrate["params"][0]["name"]),
            (&json!("integrate"), &json!("threads"))
        );
        assert_eq!(integrate["params"][0]["default"], json!(2));
        assert_eq!(integrate["params"][0]["max"], json!(64));
        let names = |i: usize| listing[i]["params"].as_array().unwrap().len();
        assert_eq!((names(0), names(1)), (11, 4));
    }
}
