"""Numbers to call: each test takes fresh ones, so that no test meets another's calls."""
import itertools

from callee import Behaviour


class Callees:
    def __init__(self):
        self._next = itertools.count(1)
        self._does = {}

    def new(self, behaviour=Behaviour()):
        """The number of someone who does so; a Moroccan mobile."""
        number = f"+21261{next(self._next):07}"
        self._does[number] = behaviour
        return number

    def behaviour_of(self, number):
        return self._does.get(number, Behaviour(code=404))
