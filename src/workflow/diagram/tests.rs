use super::*;
use crate::workflow::circuit::Trigger;
use serde_json::{Map, Value, json};

struct Plain;

impl Words for Plain {
    fn way(&self, way: &Way) -> String {
        match &way.trigger {
            Trigger::Command { .. } => way.label.clone(),
            other => format!("{other:?}"),
        }
    }

    fn here(&self) -> String {
        "ici".to_owned()
    }
}

fn standard() -> Circuit {
    let document = serde_json::from_str(include_str!("../../../forms/workflows/standard.json")).unwrap();
    Circuit::read(&document, "fr", "fr").unwrap()
}

fn box_of<'d>(diagram: &'d Diagram, label: &str) -> &'d Drawn {
    let has = |drawn: &&Drawn| drawn.lines.iter().any(|line| line.text == label);
    diagram.boxes.iter().find(has).unwrap_or_else(|| panic!("no {label}"))
}

#[test]
fn the_place_of_a_dossier_is_marked_in_words() {
    let done = ["brouillon".to_owned(), "en_construction".to_owned(), "en_instruction".to_owned()];
    let diagram = draw(&standard(), Standing { here: Some("en_instruction"), done: &done }, &Plain);
    let here = box_of(&diagram, "ici");
    assert!(here.here && !here.done && here.lines[0].text == "En instruction");
    assert!(box_of(&diagram, "✓ En construction").done);
    assert!(!box_of(&diagram, "À corriger").done);
    let marked: Vec<(&str, bool, bool)> =
        diagram.steps.iter().take(4).map(|step| (step.label.as_str(), step.here, step.done)).collect();
    let expected = [
        ("Brouillon", false, true),
        ("En construction", false, true),
        ("À corriger", false, false),
        ("En instruction", true, false),
    ];
    assert_eq!(marked, expected);
}

#[test]
fn a_way_that_many_states_share_is_written_once() {
    let diagram = draw(&standard(), Standing::default(), &Plain);
    let count =
        diagram.boxes.iter().filter(|drawn| drawn.lines.iter().any(|line| line.text == "Retirer ma demande")).count();
    assert_eq!(count, 1);
    let told = diagram.steps.iter().flat_map(|step| &step.ways).filter(|way| way.text == "Retirer ma demande");
    assert_eq!(told.count(), 3);
    // What comes first stands first.
    let (draft, end) = (box_of(&diagram, "Brouillon"), box_of(&diagram, "Accepté"));
    assert!(draft.y < end.y && end.kind == "final");
}

#[test]
fn sixty_states_are_drawn_within_reason() {
    let count = 60;
    let name = |n: usize| format!("s{n}");
    let states: Map<String, Value> = (0..count)
        .map(|n| {
            let go = |by: usize| {
                let target = name((n * by + 1) % count);
                json!({"label": format!("Vers {by}"), "roles": ["agent"], "target": target})
            };
            let state = json!({"label": format!("État {n}"), "on": {"a": go(1), "b": go(7)}});
            (name(n), if n == count - 1 { json!({"label": "Fin", "type": "final", "phase": "closed"}) } else { state })
        })
        .collect();
    let document = json!({"workflow": "1.0", "id": "many", "label": "Beaucoup", "roles": {"agent": {"label": "Agent"}},
        "initial": "s0", "states": states});
    let circuit = Circuit::read(&document, "fr", "fr").unwrap();
    let start = std::time::Instant::now();
    let diagram = draw(&circuit, Standing::default(), &Plain);
    assert!(start.elapsed().as_millis() < 2_000, "{:?}", start.elapsed());
    assert_eq!(diagram.steps.len(), count);
    for drawn in &diagram.boxes {
        assert!(drawn.x > 0 && drawn.x + drawn.width < diagram.width);
        assert!(drawn.y > 0 && drawn.y + drawn.height < diagram.height);
    }
}
