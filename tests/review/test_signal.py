"""Who is called, in which order, and who no longer is."""

from reader.review.signal import Signal


def test_listeners_are_called_in_order_until_they_disconnect():
    heard = []
    signal = Signal()
    first = signal.connect(lambda event: heard.append(("first", event)))
    second = signal.connect(lambda event: heard.append(("second", event)))
    signal.emit(1)
    first()
    first()  # once more does no harm
    signal.emit(2)
    second()
    signal.emit(3)
    assert heard == [("first", 1), ("second", 1), ("second", 2)]


def test_a_listener_may_disconnect_or_connect_while_it_is_called():
    heard = []
    signal = Signal()

    def once(event):
        heard.append(("once", event))
        stop()
        signal.connect(lambda event: heard.append(("late", event)))

    stop = signal.connect(once)
    signal.connect(lambda event: heard.append(("other", event)))
    signal.emit("a")
    assert heard == [("once", "a"), ("other", "a")]
    signal.emit("b")
    assert heard[2:] == [("other", "b"), ("late", "b")]
