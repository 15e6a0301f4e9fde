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
        heard.append(event)
        stop()
        signal.connect(heard.append)

    stop = signal.connect(once)
    signal.emit("a")
    signal.emit("b")
    assert heard == ["a", "b"]
