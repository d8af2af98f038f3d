//! A workflow alone: how long checking a definition of sixty states takes. One thread, no database.

use guichet::workflow::check;
use serde_json::{Value, json};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// That of the program.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

const STATES: usize = 60;
const TIMES: usize = 200;
const MOST: Duration = Duration::from_millis(50);

fn main() {
    // `cargo test --benches` only wants to see it start.
    if std::env::args().any(|argument| argument == "--bench") {
        measure();
    }
}

fn measure() {
    let definition = circuit();
    let blocks = |code: &str| code.starts_with("E-") && code != "E-unsupported";
    let found = check(&definition);
    assert!(!found.iter().any(|problem| blocks(problem.code)), "{found:?}");
    let mut taken: Vec<Duration> = (0..TIMES)
        .map(|_| {
            let start = Instant::now();
            black_box(check(&definition));
            start.elapsed()
        })
        .collect();
    taken.sort();
    let (median, rare) = (taken[TIMES / 2], taken[TIMES * 99 / 100]);
    let told = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1_000.0);
    println!("checking a workflow of {STATES} states: {}, 99th percentile {}", told(median), told(rare));
    assert!(rare <= MOST, "{rare:?}, and at most {MOST:?} is wanted");
}

/// A draft, committees one after the other, each by a vote that may send back, and an end.
fn circuit() -> Value {
    let mut states = json!({
        "draft": {"label": "Brouillon", "phase": "draft", "on": {"send": {"label": "Déposer", "roles": ["applicant"], "target": "step_0"}}},
        "granted": {"label": "Accordé", "type": "final", "phase": "accepted", "decision": {"outcome": "accepted"}},
        "refused": {"label": "Refusé", "type": "final", "phase": "refused", "decision": {"outcome": "refused"}},
    });
    let steps = STATES - 3;
    for n in 0..steps {
        let task = format!("ballot_{n}");
        let is = |outcome: &str| json!({"==": [{"var": format!("tasks.{task}.outcome")}, outcome]});
        let next = if n + 1 == steps { "granted".to_owned() } else { format!("step_{}", n + 1) };
        states[format!("step_{n}")] = json!({
            "label": format!("Étape {n}"),
            "tasks": {&task: {"label": "Vote", "role": "member", "instances": "each_member", "outcomes": ["for", "against"],
                "due": {"delay": {"duration": "P3D", "count": "business"}, "outcome": "against"},
                "vote": {"favorable": "for", "majority": "simple", "quorum": 2}}},
            "onDone": [{"guard": is("for"), "target": next}, {"guard": is("rejected"), "target": "refused"},
                {"guard": is("no_quorum"), "target": format!("step_{}", n.saturating_sub(1))}],
        });
    }
    json!({
        "workflow": "1.0", "id": "sixty", "label": "Soixante états",
        "roles": {"applicant": {"label": "Usager", "kind": "applicant"}, "member": {"label": "Membre", "kind": "people", "min": 5}},
        "deadlines": {"law": {"label": "Délai", "duration": "P2M", "start": ["step_0"], "onExpiry": {"target": "refused"}}},
        "initial": "draft", "states": states,
        "scenarios": [{"name": "dépôt", "steps": [{"do": "send", "as": "applicant", "expect": "step_0"}]}],
    })
}
