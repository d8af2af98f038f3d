//! Definitions made at random, of the shape of the schema.

use serde_json::{Map, Value, json};

/// Names that other tools have a use for, and labels that look like their languages.
const NAMES: [&str; 12] =
    ["draft", "state", "end", "note", "class", "choice", "default", "direction", "start", "command", "done", "title"];
const LABELS: [&str; 6] = ["Étape", "a --> b : c", "\"}; #59; {x}", "<b>&amp;</b>", "[*] %% note\nligne", "end note"];

/// Numbers that look random: splitmix64.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % count.max(1) as u64).unwrap()
    }

    fn often(&mut self, times: usize) -> bool {
        self.below(10) < times
    }

    fn label(&mut self) -> &'static str {
        LABELS[self.below(LABELS.len())]
    }
}

/// The same definition for the same seed; it begins in a state that waits for somebody.
pub fn definition(seed: u64) -> Value {
    let mut numbers = Numbers(seed);
    let count = 3 + numbers.below(9);
    let names: Vec<&str> = NAMES[..count].to_vec();
    let mut states = states(&mut numbers, &names, 0);
    states["draft"] = json!({"label": "Brouillon", "on": {"go": command(&mut numbers, &names),
        "finish": {"label": "Finir", "roles": ["agent"], "target": names[count - 1]}}});
    let clock = json!({"label": numbers.label(), "duration": "P2M", "start": [names[1]],
        "suspendIn": [names[numbers.below(count)]], "onExpiry": {"target": names[numbers.below(count)]}});
    let from: Vec<&str> = names[1..].iter().copied().filter(|_| numbers.often(4)).chain([names[1]]).collect();
    let mut global = command(&mut numbers, &names);
    global["from"] = json!(from);
    let mut reopen = json!({"label": "Rouvrir", "roles": ["agent"], "kind": "reopen", "target": names[1]});
    reopen["from"] = json!("*");
    json!({
        "workflow": "1.0", "id": "generated", "label": numbers.label(),
        "roles": {"agent": {"label": "Agent"}, "applicant": {"label": "Usager", "kind": "applicant"}},
        "deadlines": {"clock": clock}, "initial": "draft", "states": states,
        "on": {"global": global, "reopen": reopen},
    })
}

fn states(numbers: &mut Numbers, names: &[&str], depth: usize) -> Value {
    let last = names.len() - 1;
    let all = names.iter().enumerate().map(|(n, name)| {
        let is_final = n == last || (n > 0 && numbers.often(2));
        let state = if is_final {
            json!({"label": numbers.label(), "type": "final", "phase": "closed"})
        } else {
            let mut state = state(numbers, names, depth);
            if n == 0 {
                // There is a way to the end.
                let begun = state.as_object_mut().unwrap();
                begun.remove("always");
                begun.remove("onDone");
                state["on"]["finish"] = json!({"label": "Finir", "roles": ["agent"], "target": names[last]});
            }
            state
        };
        ((*name).to_owned(), state)
    });
    Value::Object(all.collect())
}

fn state(numbers: &mut Numbers, names: &[&str], depth: usize) -> Value {
    let mut state = json!({"label": numbers.label()});
    if numbers.often(7) {
        let commands: Map<String, Value> =
            (0..=numbers.below(3)).map(|n| (format!("c{n}"), command(numbers, names))).collect();
        state["on"] = Value::Object(commands);
    }
    if numbers.often(3) {
        state["after"] = (0..=numbers.below(2)).map(|n| timer(numbers, names, n)).collect();
    }
    if numbers.often(2) {
        state["always"] = branches(numbers, names);
    }
    if numbers.often(4) {
        let tasks: Map<String, Value> = (0..=numbers.below(2)).map(|n| (format!("t{n}"), task(numbers))).collect();
        state["tasks"] = Value::Object(tasks);
    }
    if numbers.often(2) {
        state["invoke"] = json!([{"id": "call", "service": "http", "onDone": branches(numbers, names)}]);
        if numbers.often(5) {
            state["invoke"][0]["onError"] = branches(numbers, names);
        }
    }
    if depth == 0 && numbers.often(2) {
        let region = |numbers: &mut Numbers| {
            let names = &NAMES[..2 + numbers.below(3)];
            json!({"label": numbers.label(), "initial": "draft", "states": states(numbers, names, 1)})
        };
        state["type"] = json!("parallel");
        state["states"] = json!({"left": region(numbers), "note": region(numbers)});
    }
    if state.get("states").is_some() || numbers.often(4) {
        state["onDone"] = branches(numbers, names);
    }
    state
}

fn target(numbers: &mut Numbers, names: &[&str]) -> Value {
    json!(if numbers.often(1) { "@return" } else { names[numbers.below(names.len())] })
}

fn command(numbers: &mut Numbers, names: &[&str]) -> Value {
    let role = if numbers.often(5) { "agent" } else { "applicant" };
    let mut command = json!({"label": numbers.label(), "roles": [role], "target": target(numbers, names)});
    if numbers.often(2) {
        command.as_object_mut().unwrap().remove("target");
    }
    if numbers.often(3) {
        command["guard"] = json!({"var": "form.valid"});
    }
    command
}

fn timer(numbers: &mut Numbers, names: &[&str], number: usize) -> Value {
    let mut timer = json!({"delay": format!("P{}D", number + 1), "actions": [{"do": "message", "template": "m"}]});
    if numbers.often(6) {
        timer["target"] = target(numbers, names);
    }
    timer
}

fn branches(numbers: &mut Numbers, names: &[&str]) -> Value {
    let count = 1 + numbers.below(3);
    let mut all: Vec<Value> = (0..count)
        .map(|n| json!({"guard": {"==": [{"var": "data.x"}, n % 2]}, "target": target(numbers, names)}))
        .collect();
    if numbers.often(6) {
        all.push(json!({"target": target(numbers, names)}));
    }
    Value::Array(all)
}

fn task(numbers: &mut Numbers) -> Value {
    let mut task = json!({"label": numbers.label(), "role": "agent", "outcomes": ["yes", "no"]});
    if numbers.often(3) {
        task["when"] = json!({"var": "data.x"});
    }
    if numbers.often(2) {
        task["required"] = json!(false);
    }
    if numbers.often(4) {
        task["due"] = json!({"delay": "P1M"});
        if numbers.often(5) {
            task["due"]["outcome"] = json!("yes");
        }
    }
    task
}
