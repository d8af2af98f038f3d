//! What the kernel asks of a step: whether a way is open, what is done on it.

use super::Machine;
use crate::workflow::chart::{Host, Scene, View};
use crate::workflow::plan::{Act, Guard};
use crate::workflow::state::State;

impl Host for Machine<'_> {
    type Guard = Guard;
    type Action = Act;

    fn allows(&mut self, guard: &Guard, _view: &View<'_>) -> bool {
        self.refusal_of(guard).is_none()
    }

    fn perform(&mut self, act: &Act, scene: &mut Scene<'_>) {
        match act {
            Act::Do(action) => action.perform(self),
            Act::Take(pointer) => self.taken.push(pointer.to_string()),
            Act::Open(place) => {
                self.plan_these(place, |_| true);
                self.invoke_these(place, |_| true);
                self.open_tasks(place, scene);
            }
        }
    }

    /// `@return`: where the state was entered from.
    fn choose(&mut self, _target: &str, source: &str, _view: &View<'_>) -> Option<String> {
        let back = self.snapshot.returns.get(source).cloned();
        self.back.clone_from(&back);
        back
    }

    fn exiting(&mut self, name: &str) {
        if self.resolves {
            self.resolves = false;
            self.resolve_correction();
        }
        self.remember_press();
        self.leave_timers(name);
        self.cancel_tasks(name);
        self.drop_invoked(name);
        if let Some(state) = self.definition.states.get(name) {
            self.reopened |= state.is_final();
            self.left = Some(name.to_owned());
        }
    }

    fn entering(&mut self, name: &str) {
        // The chart itself and its regions are no states of a dossier.
        if self.definition.place(name).is_none() {
            return;
        }
        self.snapshot.visit += 1;
        self.trail.push(name.to_owned());
        if let Some(state) = self.definition.states.get(name) {
            self.settle_in(name, state);
        }
    }
}

impl Machine<'_> {
    /// A state of the dossier is entered, and not one of its regions.
    fn settle_in(&mut self, name: &str, state: &State) {
        let left = self.left.take();
        let back = self.back.take().is_some_and(|back| back == name);
        if let Some(left) = &left {
            if back {
                self.snapshot.returns.remove(left);
            } else if left != name && self.definition.returns_from(name) {
                self.snapshot.returns.insert(name.to_owned(), left.clone());
            }
        }
        self.snapshot.state = name.to_owned();
        self.snapshot.entered_at = self.now;
        self.decide(state);
        self.follow_clocks(name, left.as_deref());
    }
}
