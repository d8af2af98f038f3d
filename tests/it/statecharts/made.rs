//! Definitions made from choices, with all that the language has and that XState can express: the head of `definitions.rs`
//! says what is left out.

use crate::support::dice::Dice;
use serde_json::{Map, Value, json};

/// States of one definition, about.
const STATES: usize = 7;
const OUTCOMES: [&str; 3] = ["yes", "no", "none"];

struct Maker<'d, 'b> {
    dice: &'d mut Dice<'b>,
    /// The states of the whole.
    states: Vec<String>,
    /// The tasks so far.
    tasks: Vec<String>,
    /// The buttons so far.
    buttons: Vec<String>,
    /// The outside work so far.
    works: usize,
    /// What is done as a state is left is done before XState keeps an answer, and so reads none.
    reads_answers: bool,
}

/// Where something is written.
#[derive(Clone)]
struct Place {
    /// The states that a way may lead to.
    targets: Vec<String>,
    in_region: bool,
}

pub fn definition(dice: &mut Dice<'_>) -> Value {
    let count = 3 + dice.below(STATES - 2);
    let states = (0..count).map(|n| format!("s{n}")).collect();
    Maker { dice, states, tasks: Vec::new(), buttons: Vec::new(), works: 0, reads_answers: true }.write()
}

impl Maker<'_, '_> {
    fn write(mut self) -> Value {
        let place = Place { targets: self.states.clone(), in_region: false };
        let names = self.states.clone();
        let last = names.len() - 1;
        let states: Map<String, Value> = names
            .iter()
            .enumerate()
            .map(|(n, name)| {
                let state = if n == last || (n > 1 && self.dice.often(1)) { end() } else { self.state(&place) };
                (name.clone(), state)
            })
            .collect();
        let mut on = Map::new();
        for _ in 0..self.dice.below(3) {
            let name = self.button_name();
            let mut button = self.button(&place);
            button["from"] = if self.dice.often(3) { json!("*") } else { self.some_states() };
            on.insert(name, button);
        }
        if self.dice.often(6) {
            let mut reopen = self.button(&Place { targets: names[..last].to_vec(), in_region: false });
            reopen["kind"] = json!("reopen");
            reopen["from"] = if self.dice.often(5) { json!("*") } else { json!([names[last]]) };
            on.insert("reopen".to_owned(), reopen);
        }
        let mut deadlines = Map::new();
        for n in 0..self.dice.below(3) {
            deadlines.insert(format!("d{n}"), self.deadline(&place));
        }
        json!({
            "workflow": "1.0", "id": "made", "label": "Fait",
            "roles": {"applicant": {"label": "Usager", "kind": "applicant"}, "agent": {"label": "Agent", "min": 2},
                "member": {"label": "Membre", "kind": "people", "min": 3}},
            "data": {"a": {"type": "integer", "default": 0}, "b": {"type": "boolean"}, "r": {}},
            "deadlines": deadlines, "initial": "s0", "states": states, "on": on,
        })
    }

    fn some_states(&mut self) -> Value {
        let count = 1 + self.dice.below(3);
        let mut some: Vec<String> = (0..count).map(|_| self.dice.pick(&self.states.clone()).clone()).collect();
        some.sort();
        some.dedup();
        json!(some)
    }

    fn state(&mut self, place: &Place) -> Value {
        let mut state = json!({"label": "État", "on": {}});
        for _ in 0..1 + self.dice.below(2) {
            let name = self.button_name();
            state["on"][name] = self.button(place);
        }
        if self.dice.often(3) {
            state["entry"] = self.sets();
        }
        if self.dice.often(2) {
            self.reads_answers = false;
            state["exit"] = self.sets();
            self.reads_answers = true;
        }
        if self.dice.often(3) {
            state["after"] = (0..=self.dice.below(2)).map(|n| self.timer(place, n)).collect();
        }
        match self.dice.below(10) {
            0..=3 => self.work(&mut state, place),
            4 => state["invoke"] = json!([self.outside(place)]),
            5 | 6 if !place.in_region => self.regions(&mut state, place),
            _ => {}
        }
        // A task that there is none of takes a step to close there: what stands beside a region would see it.
        if self.dice.often(3) && !(place.in_region && state.get("tasks").is_some()) {
            state["always"] = self.branches(place, true);
        }
        state
    }

    fn regions(&mut self, state: &mut Value, place: &Place) {
        state["type"] = json!("parallel");
        let mut regions = Map::new();
        for n in 0..2 + self.dice.below(2) {
            let count = 2 + self.dice.below(2);
            let names: Vec<String> = (0..count).map(|k| format!("r{k}")).collect();
            let within = Place { targets: names.clone(), in_region: true };
            let states: Map<String, Value> = names
                .iter()
                .enumerate()
                .map(|(k, name)| (name.clone(), if k + 1 == count { end() } else { self.state(&within) }))
                .collect();
            regions.insert(format!("g{n}"), json!({"label": "Région", "initial": "r0", "states": states}));
        }
        state["states"] = Value::Object(regions);
        state["onDone"] = self.branches(place, false);
    }

    fn work(&mut self, state: &mut Value, place: &Place) {
        let mut tasks = Map::new();
        let mut has_optional = false;
        for _ in 0..=self.dice.below(2) {
            let task = self.task();
            has_optional |= task.get("required").is_some();
            let name = format!("t{}", self.tasks.len());
            self.tasks.push(name.clone());
            tasks.insert(name, task);
        }
        state["tasks"] = Value::Object(tasks);
        state["onDone"] = self.branches(place, false);
        if has_optional {
            let target = self.dice.pick(&place.targets).clone();
            state["onDone"].as_array_mut().unwrap().push(json!({ "target": target }));
        }
    }

    fn task(&mut self) -> Value {
        let role = *self.dice.pick(&["agent", "member", "applicant"]);
        let count = 1 + self.dice.below(3);
        let mut task = json!({"label": "Tâche", "role": role, "outcomes": OUTCOMES[..count]});
        if self.dice.often(3) {
            task["instances"] = match self.dice.below(4) {
                0 => json!({"each": {"var": "form.items"}}),
                1 => json!("each_member"),
                _ => json!(1 + self.dice.below(3)),
            };
        }
        if self.dice.often(3) {
            task["role"] = json!("member");
            task["instances"] = self.dice.pick(&[json!("each_member"), json!(3), json!(2)]).clone();
            task["vote"] = self.vote(count);
        }
        if self.dice.often(3) {
            task["when"] = self.rule(1);
        }
        if self.dice.often(2) {
            task["required"] = json!(false);
        }
        if self.dice.often(2) {
            task["recusable"] = json!(false);
        }
        if self.dice.often(3) {
            task["due"] = json!({"delay": format!("P{}D", 1 + self.dice.below(9))});
            if self.dice.often(6) {
                task["due"]["outcome"] = json!("yes");
            }
        }
        if self.dice.often(3) {
            task["exclude"] = self.exclusions();
        }
        task
    }

    fn vote(&mut self, outcomes: usize) -> Value {
        let majorities = [
            json!("simple"),
            json!("unanimous"),
            json!("absolute"),
            json!("any"),
            json!("2/3"),
            json!("1/2"),
            json!(2),
        ];
        let mut vote = json!({"favorable": "yes", "majority": self.dice.pick(&majorities)});
        if outcomes > 2 && self.dice.often(6) {
            vote["abstain"] = json!("none");
        }
        if self.dice.often(4) {
            vote["quorum"] = self.dice.pick(&[json!(1), json!(2), json!("1/2"), json!("2/3")]).clone();
        }
        if self.dice.often(7) {
            vote["tie"] = self.dice.pick(&[json!("role:agent"), json!("accept"), json!("reject")]).clone();
        }
        if self.dice.often(4) {
            vote["early"] = json!(false);
        }
        vote
    }

    /// Others than that person: who did something before, or who holds a role.
    fn exclusions(&mut self) -> Value {
        let tasks = self.tasks.iter().map(|name| format!("task:{name}"));
        let mut known: Vec<String> =
            tasks.chain(self.buttons.iter().map(|name| format!("transition:{name}"))).collect();
        known.push("role:applicant".to_owned());
        json!([self.dice.pick(&known)])
    }

    fn outside(&mut self, place: &Place) -> Value {
        self.works += 1;
        let mut invoke =
            json!({"id": format!("w{}", self.works), "service": "http", "onDone": self.branches(place, false)});
        if self.dice.often(6) {
            invoke["result"] = json!("r");
        }
        if self.dice.often(4) {
            invoke["timeout"] = json!("P2D");
        }
        if self.dice.often(6) {
            invoke["onError"] = self.branches(place, false);
        }
        invoke
    }

    fn button_name(&mut self) -> String {
        let name = format!("b{}", self.buttons.len());
        self.buttons.push(name.clone());
        name
    }

    fn button(&mut self, place: &Place) -> Value {
        let roles = self.dice.pick(&[json!(["agent"]), json!(["agent", "member"]), json!(["applicant"])]).clone();
        let mut button = json!({"label": "Bouton", "roles": roles});
        if self.dice.often(8) {
            button["target"] = self.target(place);
        }
        if self.dice.often(3) {
            button["guard"] = self.rule(2);
        }
        if self.dice.often(4) {
            button["actions"] = self.sets();
        }
        if self.dice.often(2) {
            button["exclude"] = self.exclusions();
        }
        button
    }

    fn target(&mut self, place: &Place) -> Value {
        let mut target = || self.dice.pick(&place.targets).clone();
        match place.in_region {
            false if target() == "s1" => json!("@return"),
            _ => json!(target()),
        }
    }

    fn timer(&mut self, place: &Place, number: usize) -> Value {
        let mut timer = json!({"delay": format!("P{}D", 1 + number * 3), "actions": self.sets()});
        if self.dice.often(6) {
            timer["target"] = self.target(place);
        }
        if self.dice.often(2) {
            timer["guard"] = self.rule(1);
        }
        timer
    }

    /// Automatic branches always have a guard, or a dossier would hardly ever come to rest.
    fn branches(&mut self, place: &Place, is_automatic: bool) -> Value {
        let count = 1 + self.dice.below(3);
        let branch = |maker: &mut Self| {
            let mut branch = json!({"target": maker.target(place)});
            if is_automatic || maker.dice.often(6) {
                branch["guard"] = maker.rule(2);
            }
            // Regions are looked at in another order by XState.
            if !(is_automatic && place.in_region) && maker.dice.often(4) {
                branch["actions"] = maker.sets();
            }
            branch
        };
        (0..count).map(|_| branch(self)).collect()
    }

    fn sets(&mut self) -> Value {
        let to = match self.dice.below(4) {
            0 => json!({"var": "form.x"}),
            1 => json!({"%": [{"+": [{"var": "data.a"}, 1]}, 3]}),
            2 => json!({"if": [self.rule(1), 0, 2]}),
            _ => return json!([{"do": "set", "data": "b", "to": self.rule(1)}]),
        };
        json!([{"do": "set", "data": "a", "to": to}])
    }

    fn deadline(&mut self, place: &Place) -> Value {
        let mut deadline = json!({"label": "Délai", "duration": format!("P{}D", 2 + self.dice.below(20)), "start": self.some_states(),
            "onExpiry": {"target": self.dice.pick(&place.targets)}});
        if self.dice.often(4) {
            deadline["suspendIn"] = self.some_states();
        }
        if self.dice.often(3) {
            deadline["onExpiry"]["guard"] = self.rule(1);
        }
        if self.dice.often(3) {
            deadline["onExpiry"]["actions"] = self.sets();
        }
        deadline
    }

    /// A condition in JSONLogic.
    fn rule(&mut self, depth: usize) -> Value {
        match self.dice.below(if depth == 0 { 6 } else { 9 }) {
            0 => json!({"var": "form.valid"}),
            1 => json!({"var": "data.b"}),
            2 => json!({"in": [self.dice.pick(&["agent", "member"]), {"var": "actor.roles"}]}),
            3 if !self.tasks.is_empty() => self.of_task(),
            n @ 3..=5 => {
                let operator = ["==", "<", ">=", "!="][self.dice.below(4)];
                let variable = ["form.x", "data.a", if self.reads_answers { "data.r" } else { "form.x" }][n - 3];
                json!({ operator: [{"var": variable}, self.dice.below(4)] })
            }
            n => {
                let inner = [self.rule(depth - 1), self.rule(depth - 1)];
                match n {
                    6 => json!({ "and": inner }),
                    7 => json!({ "or": inner }),
                    _ => json!({"!": [inner[0]]}),
                }
            }
        }
    }

    fn of_task(&mut self) -> Value {
        let name = self.dice.pick(&self.tasks.clone()).clone();
        match self.dice.below(3) {
            0 => json!({"==": [{"var": format!("tasks.{name}.outcome")}, self.dice.pick(&OUTCOMES)]}),
            1 => json!({">": [{"var": format!("tasks.{name}.count_yes")}, self.dice.below(2)]}),
            _ => {
                json!({"==": [{"var": format!("tasks.{name}.status")}, self.dice.pick(&["open", "done", "tacit", "cancelled"])]})
            }
        }
    }
}

fn end() -> Value {
    json!({"label": "Fin", "type": "final", "phase": "closed"})
}
