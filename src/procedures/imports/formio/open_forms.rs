//! An export of Open Forms: a form, its steps, what they hold, and rules over all of them.

use super::Page;
use super::build::Builder;
use super::silent::OF_FORM;
use crate::procedures::imports::Refused;
use crate::procedures::imports::frame::{Draft, markdown, plain_text};
use crate::procedures::imports::ledger::{Ledger, Node};
use crate::procedures::imports::logic::{not, of_rule};
use serde_json::Value;

/// The steps of the form, in their order.
pub(super) fn steps<'v>(root: &Node<'v>, draft: &mut Draft, ledger: &mut Ledger) -> Result<Vec<Page<'v>>, Refused> {
    let forms = ledger.list(root, "forms");
    let [form] = forms.as_slice() else { return Err(Refused::new("several-forms", forms.len().to_string())) };
    draft.title = ledger.text(form, "name").map(plain_text).unwrap_or_default();
    draft.slug = ledger.text(form, "slug").unwrap_or_default().to_owned();
    if let Some(text) = ledger.text(form, "explanation_template") {
        draft.more.insert("description".to_owned(), Value::from(markdown(text)));
    }
    ledger.skip(form, &OF_FORM);
    let definitions = ledger.list(root, "formDefinitions");
    let mut listed = ledger.list(root, "formSteps");
    listed.sort_by_key(|step| step.peek("index").and_then(Value::as_i64).unwrap_or_default());
    let mut pages = Vec::new();
    for step in &listed {
        ledger.skip(step, &["form", "index", "slug", "uuid", "url"]);
        let wanted = ledger.text(step, "form_definition").unwrap_or_default();
        let is_it = |definition: &&Node<'_>| {
            let is = |key: &str| definition.peek_text(key) == wanted;
            is("url")
                || is("uuid")
                || (!definition.peek_text("uuid").is_empty() && wanted.contains(definition.peek_text("uuid")))
        };
        let Some(definition) = definitions.iter().find(is_it) else {
            ledger.lose(&step.pointer, "invalid", &[]);
            continue;
        };
        pages.push(page(definition, ledger));
    }
    if pages.is_empty() {
        return Err(Refused::new("no-components", ""));
    }
    Ok(pages)
}

fn page<'v>(definition: &Node<'v>, ledger: &mut Ledger) -> Page<'v> {
    let title = ledger.text(definition, "name").map(plain_text).unwrap_or_default();
    ledger.skip(definition, &OF_FORM);
    let components = ledger.get(definition, "configuration").map(|inner| {
        ledger.skip(&inner, &["display"]);
        ledger.list(&inner, "components")
    });
    Page { title, panel: None, components: components.unwrap_or_default(), hidden_when: Vec::new() }
}

/// Rules: what a trigger does to a component or to a step.
pub(super) fn logic(root: &Node<'_>, builder: &mut Builder<'_>, steps: &mut [Page<'_>]) {
    for rule in builder.ledger.list(root, "formLogic") {
        builder
            .ledger
            .skip(&rule, &["uuid", "form", "order", "description", "is_advanced", "trigger_from_step", "form_steps"]);
        let names = builder.index.seen_from(&[], None);
        let trigger =
            rule.peek("json_logic_trigger").and_then(|trigger| of_rule(trigger, &names)).map(|found| found.rule);
        match &trigger {
            Some(_) => builder.ledger.skip(&rule, &["json_logic_trigger"]),
            None => {
                let script = rule.peek("json_logic_trigger").map(Value::to_string).unwrap_or_default();
                builder.ledger.lose(&rule.at("json_logic_trigger"), "condition", &[("script", &script)]);
            }
        }
        for action in builder.ledger.list(&rule, "actions") {
            if !trigger.as_ref().is_some_and(|trigger| act(root, builder, &action, trigger, steps)) {
                builder.ledger.lose(&action.pointer, "rule-action", &[("action", &action.value.to_string())]);
            }
        }
    }
}

/// Whether an action has been taken over.
fn act(root: &Node<'_>, builder: &mut Builder<'_>, action: &Node<'_>, trigger: &Value, steps: &mut [Page<'_>]) -> bool {
    let says = |pointer: &str| action.value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    let done = match says("/action/type").as_str() {
        "property" if says("/action/property/value") == "hidden" => {
            let key = says("/component");
            match action.value.pointer("/action/state").and_then(Value::as_bool) {
                Some(true) => builder.rules.push((key, not(trigger.clone()))),
                Some(false) => builder.revealed.push((key, trigger.clone())),
                None => return false,
            }
            true
        }
        "step-not-applicable" => {
            let wanted = [says("/form_step_uuid"), says("/form_step")];
            let listed = root.peek("formSteps").and_then(Value::as_array);
            let is_it = |step: &Value| {
                let uuid = step.get("uuid").and_then(Value::as_str).unwrap_or_default();
                !uuid.is_empty() && wanted.iter().any(|wanted| wanted.contains(uuid))
            };
            let mut sorted: Vec<&Value> = listed.into_iter().flatten().collect();
            sorted.sort_by_key(|step| step.get("index").and_then(Value::as_i64).unwrap_or_default());
            match sorted.iter().position(|step| is_it(step)).and_then(|at| steps.get_mut(at)) {
                Some(page) => page.hidden_when.push(not(trigger.clone())),
                None => return false,
            }
            true
        }
        _ => false,
    };
    if done {
        builder.ledger.all(action);
    }
    done
}
