//! What an answer must be: the options of a field, as its database has them. The public API gives none of these.

use super::fields::{Builder, REVIEW, ROW, label};
use crate::form::{escape, takes_pattern};
use crate::procedures::imports::ledger::{Ledger, Node};
use crate::web::Lang;
use crate::web::i18n::text;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};

/// Kinds of characters, in the order of their options: what stands for them in a class of a pattern.
const CHARACTERS: [(&str, &str); 2] = [("letters_accepted", r"\p{L}\p{M}"), ("numbers_accepted", "0-9")];
const OTHERS: &str = "special_characters_accepted";

/// The sentence for letters, numbers and other characters that are accepted or not.
const ACCEPTED: [([bool; 3], &str); 6] = [
    ([true, false, false], "imports-ds-letters"),
    ([false, true, false], "imports-ds-numbers"),
    ([false, false, true], "imports-ds-others"),
    ([true, true, false], "imports-ds-letters-numbers"),
    ([true, false, true], "imports-ds-letters-others"),
    ([false, true, true], "imports-ds-numbers-others"),
];

/// Nobody was born before, for the product.
const FIRST_BIRTH: &str = "1900-01-01";

/// What Ruby's regular expressions write otherwise.
const RUBY: [(&str, &str); 9] = [
    (r"\A", "^"),
    (r"\z", "$"),
    (r"\Z", "$"),
    ("[:alpha:]", r"\p{L}\p{M}"),
    ("[:digit:]", r"\d"),
    ("[:alnum:]", r"\p{L}\p{M}\d"),
    ("[:upper:]", r"\p{Lu}"),
    ("[:lower:]", r"\p{Ll}"),
    ("[:space:]", r"\s"),
];

/// What the product writes of the procedure is in French.
pub(super) fn said(key: &str, args: &[(&str, &str)]) -> String {
    let args: Vec<_> = args.iter().map(|(name, value)| (*name, (*value).to_owned().into())).collect();
    text(Lang::Fr, key, &args)
}

/// A box that is ticked, in the ways that the product keeps it.
pub(super) fn truth(ledger: &mut Ledger, options: &Node<'_>, key: &str) -> bool {
    ledger.skip(options, &[key]);
    options.peek(key).is_some_and(is_ticked)
}

fn is_ticked(value: &Value) -> bool {
    [json!(true), json!("1"), json!("true"), json!(1)].contains(value)
}

impl Builder<'_> {
    /// A box of the options that isn't ticked says nothing.
    pub(super) fn unticked(&mut self, node: &Node<'_>) {
        let Some(options) = self.ledger.get(node, "options") else { return };
        let boxes = options.value.as_object().into_iter().flatten();
        let empty = boxes.filter(|(_, value)| [json!("0"), json!("false"), json!(false)].contains(value));
        empty.for_each(|(key, _)| self.ledger.skip(&options, &[key.as_str()]));
    }

    pub(super) fn number(&mut self, node: &Node<'_>, facts: &mut Map<String, Value>) {
        let Some(options) = self.ledger.get(node, "options") else { return };
        let is_positive = truth(self.ledger, &options, "positive_number");
        if truth(self.ledger, &options, "range_number") {
            self.limits(node, &[("min_number", "minimum"), ("max_number", "maximum")], facts);
        } else {
            self.ledger.skip(&options, &["min_number", "max_number"]);
        }
        // Positive, in the product, is not negative.
        let is_bounded = facts.get("minimum").and_then(Value::as_f64).is_some_and(|least| least >= 0.0);
        if is_positive && !is_bounded {
            facts.insert("minimum".to_owned(), json!(0));
        }
    }

    /// Text of a form: characters that are accepted and a length, or a regular expression.
    pub(super) fn formatted(&mut self, node: &Node<'_>, facts: &mut Map<String, Value>) {
        const SIMPLE: [&str; 5] =
            ["letters_accepted", "numbers_accepted", OTHERS, "min_character_length", "max_character_length"];
        const ADVANCED: [&str; 4] = [
            "expression_reguliere",
            "expression_reguliere_indications",
            "expression_reguliere_exemple_text",
            "expression_reguliere_error_message",
        ];
        let Some(options) = self.ledger.get(node, "options") else { return };
        let is_advanced = match options.peek_text("formatted_mode") {
            "" => !options.peek_text("expression_reguliere").is_empty(),
            mode => mode == "advanced",
        };
        // What was said of the other mode holds no more.
        self.ledger.skip(&options, &["formatted_mode"]);
        self.ledger.skip(&options, if is_advanced { &SIMPLE } else { &ADVANCED });
        if is_advanced {
            self.expression(&options, facts);
        } else {
            self.characters(&options, facts);
            self.lengths(&options, facts);
        }
    }

    fn characters(&mut self, options: &Node<'_>, facts: &mut Map<String, Value>) {
        let names = [CHARACTERS[0].0, CHARACTERS[1].0, OTHERS];
        if names.iter().all(|name| options.peek(name).is_none()) {
            return;
        }
        let accepted = names.map(|name| truth(self.ledger, options, name));
        let Some((_, sentence)) = ACCEPTED.iter().find(|(known, _)| *known == accepted) else {
            // All are, or none: that is no form.
            if !accepted[0] {
                self.ledger.note(&options.pointer, "invalid", &[]);
            }
            return;
        };
        let [.., others] = accepted;
        let listed = CHARACTERS.iter().zip(accepted).filter(|(_, is_accepted)| *is_accepted != others);
        let class: String = listed.map(|((_, class), _)| *class).collect();
        let sign = if others { "^" } else { "" };
        facts.insert("pattern".to_owned(), json!(format!("^[{sign}{class}]*$")));
        facts.insert("errorMessage".to_owned(), json!({ "pattern": said(sentence, &[]) }));
    }

    fn lengths(&mut self, options: &Node<'_>, facts: &mut Map<String, Value>) {
        for (key, keyword) in [("min_character_length", "minLength"), ("max_character_length", "maxLength")] {
            match self.ledger.number(options, key) {
                Some(length) if length.as_u64().is_some() => drop(facts.insert(keyword.to_owned(), length)),
                Some(_) => self.ledger.note(&options.at(key), "invalid", &[]),
                None => {}
            }
        }
    }

    fn expression(&mut self, options: &Node<'_>, facts: &mut Map<String, Value>) {
        if let Some(more) = self.ledger.text(options, "expression_reguliere_indications") {
            let said = facts.get("description").and_then(Value::as_str).into_iter().chain([more]);
            let said = said.collect::<Vec<_>>().join("\n\n");
            facts.insert("description".to_owned(), Value::from(said));
        }
        if let Some(example) = self.ledger.text(options, "expression_reguliere_exemple_text") {
            facts.insert("examples".to_owned(), json!([example]));
        }
        let message = self.ledger.text(options, "expression_reguliere_error_message");
        let Some(expression) = self.ledger.text(options, "expression_reguliere") else { return };
        let pattern = RUBY.iter().fold(expression.to_owned(), |text, (ruby, ours)| text.replace(ruby, ours));
        if !takes_pattern(&pattern) {
            return self.ledger.lose(&options.at("expression_reguliere"), "pattern", &[("pattern", expression)]);
        }
        facts.insert("pattern".to_owned(), Value::from(pattern));
        if let Some(message) = message {
            facts.insert("errorMessage".to_owned(), json!({ "pattern": message }));
        }
    }

    /// The days that a date or a moment may be of. What no keyword of a schema says is a check.
    pub(super) fn dates(
        &mut self,
        node: &Node<'_>,
        path: &[String],
        facts: &mut Map<String, Value>,
        controls: &mut Map<String, Value>,
    ) {
        let options = self.ledger.get(node, "options");
        for place in options.iter().chain([node]) {
            if truth(self.ledger, place, "birthdate") {
                controls.insert("autocomplete".to_owned(), json!("bday"));
                facts.insert("formatMinimum".to_owned(), json!(FIRST_BIRTH));
                let told = ("birthdate", said("imports-ds-today", &[]));
                return self.forbid((node, place), path, told, |answer| json!({ ">": [answer, { "var": "today" }] }));
            }
        }
        let Some(options) = options else { return };
        if truth(self.ledger, &options, "date_in_past") {
            let told = ("date_in_past", said("imports-ds-past", &[]));
            self.forbid((node, &options), path, told, |answer| json!({ ">=": [answer, { "var": "today" }] }));
        }
        if !truth(self.ledger, &options, "range_date") {
            return self.ledger.skip(&options, &["start_date", "end_date"]);
        }
        for (key, keyword) in [("start_date", "formatMinimum"), ("end_date", "formatMaximum")] {
            let Some(bound) = self.ledger.text(&options, key) else { continue };
            match bound.get(..10).and_then(|day| day.parse::<NaiveDate>().ok()) {
                Some(day) if facts["format"] == "date" => {
                    drop(facts.insert(keyword.to_owned(), json!(day.to_string())))
                }
                Some(day) => self.bound((node, &options), path, (key, day)),
                None => self.ledger.note(&options.at(key), "invalid", &[]),
            }
        }
    }

    /// A moment begins by its day in Paris: texts stand in the order of moments.
    fn bound(&mut self, node: (&Node<'_>, &Node<'_>), path: &[String], (key, day): (&str, NaiveDate)) {
        let shown = day.format("%d/%m/%Y").to_string();
        if key == "start_date" {
            let told = (key, said("imports-ds-from", &[("day", &shown)]));
            return self.forbid(node, path, told, |answer| json!({ "<": [answer, day.to_string()] }));
        }
        let told = (key, said("imports-ds-until", &[("day", &shown)]));
        let after = day.succ_opt().unwrap_or(day).to_string();
        self.forbid(node, path, told, |answer| json!({ ">=": [answer, after] }));
    }

    /// A check that an answer isn't what a rule says. A blank is nothing wrong: it makes comparisons false.
    fn forbid(
        &mut self,
        (node, options): (&Node<'_>, &Node<'_>),
        path: &[String],
        (key, mut message): (&str, String),
        rule: impl Fn(Value) -> Value,
    ) {
        let variable = |names: &[String]| json!({ "var": names.join(".") });
        let parts: Vec<&[String]> = path.split(|name| name == ROW).collect();
        let (place, rule) = match parts.as_slice() {
            _ if path.first().is_some_and(|first| first == REVIEW) => {
                return self.ledger.lose(&options.at(key), "validation", &[("script", key)]);
            }
            [answer] => (*answer, json!({ "!": [rule(json!({ "var": format!("form.{}", answer.join(".")) }))] })),
            [rows, answer] => {
                message = said("imports-ds-row", &[("label", &label(node)), ("message", &message)]);
                let rows_of = json!({ "var": format!("form.{}", rows.join(".")) });
                (*rows, json!({ "none": [rows_of, rule(variable(answer))] }))
            }
            _ => return self.ledger.lose(&options.at(key), "validation", &[("script", key)]),
        };
        let pointer: String = place.iter().map(|name| format!("/{}", escape(name))).collect();
        self.checks.push(json!({ "rule": rule, "message": message, "pointers": [pointer] }));
    }
}

#[cfg(test)]
mod tests {
    use crate::form::{Context, Definition, Form};
    use crate::procedures::imports::{Format, read};
    use serde_json::{Value, json};

    /// What is wrong with a draft of a form that has these fields.
    fn wrong(fields: &Value, draft: &Value) -> Vec<(String, &'static str)> {
        let found = read(Format::Ds, &json!({ "champDescriptors": fields }), "source", "fr").unwrap();
        let form = Form::compile(&Definition::bare(found.procedure["form"].clone()).unwrap(), &[]).unwrap();
        let context = Context { today: "2026-06-15".parse().unwrap(), ..Context::default() };
        form.check(draft, &context).errors.into_iter().map(|error| (error.pointer, error.code)).collect()
    }

    fn field(kind: &str, options: &Value) -> Value {
        json!({"type_champ": kind, "libelle": "A", "options": options})
    }

    fn told(kind: &str, options: &Value, answer: Value) -> Option<&'static str> {
        let errors = wrong(&json!([field(kind, options)]), &json!({"a": answer}));
        errors.first().map(|(_, code)| *code)
    }

    #[test]
    fn characters_and_lengths_are_those_that_the_product_takes() {
        let accepts = |letters, numbers, others| json!({"letters_accepted": letters, "numbers_accepted": numbers, "special_characters_accepted": others});
        for (options, taken, refused) in [
            (accepts("1", "0", "0"), "Évry", "Évry 2"),
            (accepts("0", "1", "0"), "0123", "01 23"),
            (accepts("0", "0", "1"), "-- *", "- a"),
            (accepts("1", "1", "0"), "Évry2", "Évry-2"),
            (accepts("1", "0", "1"), "l’Évry", "Évry 2"),
            (accepts("0", "1", "1"), "01-23", "01 a"),
        ] {
            assert_eq!(told("formatted", &options, json!(taken)), None, "{options}");
            assert_eq!(told("formatted", &options, json!(refused)), Some("pattern"), "{options}");
        }
        let all = json!({"letters_accepted": true, "numbers_accepted": true, "special_characters_accepted": true,
            "min_character_length": "2", "max_character_length": 3});
        let codes = ["é", "é!2", "é!2 "].map(|text| told("formatted", &all, json!(text)));
        assert_eq!(codes, [Some("minLength"), None, Some("maxLength")]);
        assert_eq!(told("formatted", &json!({}), json!("é 2 !")), None);
    }

    #[test]
    fn expressions_of_ruby_are_read_as_ruby_does() {
        for (expression, taken, refused) in [
            (r"\A[[:digit:]A-F]{4}\z", "0A1F", "0A1G"),
            (r"^[[:alpha:] ]+$", "Île de Sein", "Île 2"),
            (r"\d{3}", "abc123", "ab12"),
        ] {
            let options = json!({"formatted_mode": "advanced", "expression_reguliere": expression});
            for kind in ["formatted", "expression_reguliere"] {
                assert_eq!(told(kind, &options, json!(taken)), None, "{expression}");
                assert_eq!(told(kind, &options, json!(refused)), Some("pattern"), "{expression}");
            }
        }
        let odd = json!({"formatted_mode": "advanced", "expression_reguliere": "(", "letters_accepted": "0"});
        assert_eq!(told("formatted", &odd, json!("2")), None);
    }

    #[test]
    fn numbers_have_the_bounds_that_are_on() {
        let bounds = |positive, range| json!({"positive_number": positive, "range_number": range, "min_number": "-5", "max_number": "9.5"});
        for (options, answer, code) in [
            (bounds("0", "0"), -6.0, None),
            (bounds("1", "0"), -0.5, Some("minimum")),
            (bounds("1", "1"), -0.5, Some("minimum")),
            (bounds("1", "0"), 0.0, None),
            (bounds("0", "1"), -5.5, Some("minimum")),
            (bounds("0", "1"), 9.6, Some("maximum")),
            (bounds("0", "1"), 9.5, None),
        ] {
            assert_eq!(told("decimal_number", &options, json!(answer)), code, "{options} {answer}");
        }
    }

    #[test]
    fn days_and_moments_have_the_bounds_that_are_on() {
        let range = json!({"range_date": "1", "start_date": "2026-01-02", "end_date": "2026-03-04T18:00"});
        let past = json!({"date_in_past": "1"});
        let birth = json!({"birthdate": true, "date_in_past": "1"});
        let at = |day: &str, hour: &str| json!(format!("{day}T{hour}+01:00"));
        for (kind, options, answer, code) in [
            ("date", &range, json!("2026-01-01"), Some("formatMinimum")),
            ("date", &range, json!("2026-01-02"), None),
            ("date", &range, json!("2026-03-05"), Some("formatMaximum")),
            ("datetime", &range, at("2026-01-01", "23:59:59"), Some("check")),
            ("datetime", &range, at("2026-01-02", "00:00:00"), None),
            ("datetime", &range, at("2026-03-04", "23:59:59"), None),
            ("datetime", &range, at("2026-03-05", "00:00:00"), Some("check")),
            ("date", &past, json!("2026-06-14"), None),
            ("date", &past, json!("2026-06-15"), Some("check")),
            ("datetime", &past, at("2026-06-15", "00:00:00"), Some("check")),
            ("datetime", &past, at("2026-06-14", "23:00:00"), None),
            ("date", &birth, json!("2026-06-15"), None),
            ("date", &birth, json!("2026-06-16"), Some("check")),
            ("date", &birth, json!("1899-12-31"), Some("formatMinimum")),
            ("date", &past, Value::Null, None),
        ] {
            assert_eq!(told(kind, options, answer.clone()), code, "{kind} {options} {answer}");
        }
    }

    #[test]
    fn a_date_of_a_row_is_told_at_its_block() {
        let rows = json!([{"type_champ": "repetition", "libelle": "R", "types_de_champ": [field("date", &json!({"date_in_past": "1"}))]}]);
        let dated = |days: &[&str]| json!({"r": days.iter().map(|day| json!({"a": day})).collect::<Value>()});
        assert_eq!(wrong(&rows, &dated(&["2026-06-14", "2026-06-16"])), [("/r".to_owned(), "check")]);
        for draft in [json!({}), json!({"r": []}), json!({"r": [{}]}), dated(&["2026-06-14"])] {
            assert_eq!(wrong(&rows, &draft), [], "{draft}");
        }
    }
}
