"""Woflan's word on definitions: pm4py's. Reads a definition a line, answers {"sound": …, "nets": …}, or {"left_out": why}.

A definition becomes workflow nets, as far as the checker looks: guards are free choices, unless they are written `false` or
`true`; how long things take is not looked at; what runs of a clock is anywhere that may follow its start. Every way is a
transition. One that can't be taken by what is written (a guard that is `false`, a button where no dossier rests, a branch after
one that is always open) has an input that only it fills, so that Woflan finds it dead.

- A state is a place; one that `@return` leaves is a place for each state that it was entered from.
- Regions, and tasks, of a state that nothing else leaves are split and joined. Else leaving cancels them, which no place and no
  arc can say: the state is one place, and each of its regions a net of its own, which is over where the region is left.
"""

import json
import sys

from pm4py.algo.analysis.woflan import algorithm as woflan
from pm4py.objects.petri_net.obj import Marking, PetriNet
from pm4py.objects.petri_net.utils.petri_utils import add_arc_from_to

RETURN = "@return"


class LeftOut(Exception):
    pass


class Net:
    def __init__(self):
        self.net = PetriNet("definition")
        self.places = {}
        self.count = 0

    def place(self, name):
        if name not in self.places:
            self.places[name] = PetriNet.Place(name)
            self.net.places.add(self.places[name])
        return self.places[name]

    def way(self, sources, targets, is_live=True):
        self.count += 1
        name = f"t{self.count}"
        transition = PetriNet.Transition(name, name)
        self.net.transitions.add(transition)
        never = [] if is_live else [f"never {name}"]
        for source in [*sources, *never]:
            add_arc_from_to(self.place(source), transition, self.net)
        for target in [*targets, *never]:
            add_arc_from_to(transition, self.place(target), self.net)

    def is_sound(self):
        start, end = Marking({self.place("i"): 1}), Marking({self.place("o"): 1})
        parameters = {"print_diagnostics": False, "return_asap_when_not_sound": True}
        return bool(woflan.apply(self.net, start, end, parameters=parameters))


def never(way):
    return way.get("guard") is False


def always(way):
    return way.get("guard", True) is True


def listed(autos):
    if isinstance(autos, str):
        return [{"target": autos}]
    return autos if isinstance(autos, list) else [autos]


def branches(autos, is_live):
    """Ways of a list of which the first that is open is taken."""
    for auto in listed(autos):
        yield auto["target"], is_live and not never(auto)
        is_live = is_live and not always(auto)


def is_passing(state):
    return any(always(auto) for auto in state.get("always", []))


def is_final(state):
    return state.get("type") == "final"


def own_ways(state, buttons, ends):
    """The ways out of a state, but the end of its regions: where each leads (None: nowhere), whether it may be taken."""
    rests = not is_passing(state)
    yield from branches(state.get("always", []), True)
    for button in buttons:
        yield button.get("target"), rests and not never(button)
    for timer in state.get("after", []):
        yield timer.get("target"), rests and not never(timer)
    for invoke in state.get("invoke", []):
        for key in ["onDone", "onError"]:
            yield from branches(invoke.get(key, []), rests)
    yield from branches(state.get("onDone", []), rests and ends)


def closure(starts, after):
    known, left = set(), list(starts)
    while left:
        state = left.pop()
        if state not in known:
            known.add(state)
            left.extend(after.get(state, ()))
    return known


class Region:
    def __init__(self, region):
        self.states = region["states"]
        self.initial = region["initial"]
        self.ways = {name: list(own_ways(state, state.get("on", {}).values(), bool(state.get("tasks"))))
                     for name, state in self.states.items()}
        after = {name: [target for target, is_live in ways if is_live and target in self.states] for name, ways in self.ways.items()}
        self.reachable = closure([self.initial], after)

    def ends(self):
        return any(is_final(self.states[name]) for name in self.reachable)

    def out(self):
        """Where the ways out of the region lead."""
        ways = [way for name in self.reachable for way in self.ways[name]]
        return [target for target, is_live in ways if is_live and target not in self.states and target not in (None, RETURN)]

    def write(self, net, prefix, over):
        for name, ways in self.ways.items():
            here = f"{prefix}{name}"
            net.place(here)
            if is_final(self.states[name]):
                net.way([here], [over])
            for target, is_live in ways:
                inside = target is None or target in self.states
                there = f"{prefix}{target or name}" if inside else over
                # Within a region nothing keeps where `@return` leads.
                net.way([here], [there], is_live and target != RETURN)


class Whole:
    def __init__(self, definition):
        self.states = definition["states"]
        self.initial = definition["initial"]
        self.regions = {name: [Region(region) for region in state.get("states", {}).values()] for name, state in self.states.items()}
        self.ways = {}
        self.nowhere = 0
        self.clocks = {}
        for name, state in self.states.items():
            self.ways[name] = list(own_ways(state, state.get("on", {}).values(), self.is_ever_done(name)))
            self.ways[name] += [(target, True) for region in self.regions[name] for target in region.out()]
        for name, button in definition.get("on", {}).items():
            self.add_button(name, button)
        clocks = [clock for clock in definition.get("deadlines", {}).values() if "onExpiry" in clock]
        self.add_expiries(clocks)

    def is_ever_done(self, name):
        if self.states[name].get("type") == "parallel":
            return all(region.ends() for region in self.regions[name])
        return bool(self.states[name].get("tasks"))

    def add_button(self, name, button):
        reopens = button.get("kind") == "reopen"
        origin = button["from"]

        def is_offered(state):
            there = reopens == is_final(self.states[state]) if origin == "*" else state in origin and (reopens or not is_final(self.states[state]))
            return there and name not in self.states[state].get("on", {}) and not is_passing(self.states[state])

        found = [state for state in self.states if is_offered(state)]
        for state in found:
            self.ways[state].append((button.get("target"), not never(button)))
        self.nowhere += not found

    def edges(self):
        after = {name: {target for target, is_live in ways if is_live and target not in (None, RETURN)} for name, ways in self.ways.items()}
        for name, expiries in self.clocks.items():
            after[name] |= set(expiries)
        for name in self.returning():
            after[name] |= {before for before in self.states if name in after[before] and before != name}
        return after

    def returning(self):
        return [name for name, ways in self.ways.items() if any(target == RETURN for target, _ in ways)]

    def add_expiries(self, clocks):
        self.clocks = {name: [] for name in self.states}
        size = -1
        while size != sum(map(len, self.clocks.values())):
            size = sum(map(len, self.clocks.values()))
            after, found = self.edges(), {name: [] for name in self.states}
            for clock in clocks:
                running = closure(clock["start"] or [self.initial], after)
                for name in running:
                    rests = not is_final(self.states[name]) and not is_passing(self.states[name])
                    if rests and name not in clock.get("suspendIn", []) and not never(clock["onExpiry"]):
                        found[name].append(clock["onExpiry"]["target"])
            self.clocks = found
        # The end of a clock that never comes.
        for clock in clocks:
            running = closure(clock["start"] or [self.initial], self.edges())
            rests = [name for name in running if not is_final(self.states[name]) and not is_passing(self.states[name])]
            self.nowhere += never(clock["onExpiry"]) or not any(name not in clock.get("suspendIn", []) for name in rests)

    def nets(self):
        net = Net()
        returning = self.returning()
        ways = {name: [*self.ways[name], *((target, True) for target in self.clocks[name])] for name in self.states}
        entered = {name: [before for before in self.states if before != name and any(target == name for target, _ in ways[before])] for name in self.states}
        if any(before in returning for name in returning for before in entered[name]):
            raise LeftOut("a state that `@return` leaves is entered from another")

        def site(target, before):
            if target not in returning:
                return target
            return f"{target}@{before}"

        net.way(["i"], [site(self.initial, "")])
        inner = []
        for name, state in self.states.items():
            memories = [*entered[name], *([""] if name == self.initial else [])] if name in returning else [None]
            # One that is entered from nowhere is there all the same.
            for memory in memories or [""]:
                here = name if memory is None else site(name, memory)
                net.place(here)
                if is_final(state):
                    net.way([here], ["o"])
                done = here
                if memory is None and len(ways[name]) == len(listed(state.get("onDone", []))):
                    done = self.split(net, name, state)
                elif self.regions[name]:
                    inner.append(name)
                for target, is_live in ways[name]:
                    if target == RETURN:
                        net.way([done], [memory or here], is_live and bool(memory))
                    else:
                        there = here if target in (None, name) else site(target, name)
                        net.way([done], [there], is_live)
        for _ in range(self.nowhere):
            net.way([site(self.initial, "")], [site(self.initial, "")], False)
        yield net
        for name in set(inner):
            for region in self.regions[name]:
                net = Net()
                net.way(["i"], [region.initial])
                region.write(net, "", "o")
                yield net

    def split(self, net, name, state):
        """Where the work of a state, which only its end leaves, is over."""
        if self.regions[name]:
            prefixes = [f"{name}.{n}." for n in range(len(self.regions[name]))]
            starts = [prefix + region.initial for prefix, region in zip(prefixes, self.regions[name])]
            ends = [f"{prefix}over" for prefix in prefixes]
            for prefix, region, end in zip(prefixes, self.regions[name], ends):
                region.write(net, prefix, end)
        else:
            tasks = [task for task, written in state.get("tasks", {}).items() if written.get("required", True)]
            starts, ends = [f"{name}.{task}.open" for task in tasks], [f"{name}.{task}.over" for task in tasks]
            for start, end in zip(starts, ends):
                net.way([start], [end])
        if not starts:
            return name
        net.way([name], starts)
        net.way(ends, [f"{name}.done"])
        return f"{name}.done"


for line in sys.stdin:
    try:
        nets = list(Whole(json.loads(line)).nets())
        print(json.dumps({"sound": all([net.is_sound() for net in nets]), "nets": len(nets)}), flush=True)
    except LeftOut as why:
        print(json.dumps({"left_out": str(why)}), flush=True)
