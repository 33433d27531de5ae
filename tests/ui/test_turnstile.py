"""A few answers at once, the others in order."""

import threading
import time

import pytest

from ui.turnstile import Turnstile


def test_no_more_come_in_than_there_is_room_and_everybody_does() -> None:
    gate, inside, most, done = Turnstile(room=2), [0], [0], []
    lock = threading.Lock()

    def work(number: int) -> None:
        with gate.turn(lambda _: None):
            with lock:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            time.sleep(0.02)
            with lock:
                inside[0] -= 1
                done.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most[0] == 2
    assert sorted(done) == list(range(8))


def test_who_waits_is_told_how_many_are_before_and_may_give_up() -> None:
    gate, told = Turnstile(room=1), []

    def give_up(before: int) -> None:
        told.append(before)
        raise TimeoutError

    with gate.turn(lambda _: None), pytest.raises(TimeoutError), gate.turn(give_up):
        pass
    with gate.turn(give_up):
        pass

    assert told == [1]
