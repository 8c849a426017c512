"""One connection to the server of a world: every request is answered as the script says, and logged."""

import socket
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from random import Random

from bench.world.listings import RENAMED, listed_items, listing_path, print_listing
from bench.world.oddities import Fashion, Habit, Odd, dress_text, line_begun
from bench.world.packing import odd_lines, pack_body
from bench.world.pages import Leaf, print_article, print_notice
from bench.world.script import BEGIN, HostNight, Mode, State
from bench.world.stage import Entry, Stage
from bench.world.texts import Text
from bench.world.walls import PLAIN, STATUSES, WALLS, WHOLE


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    stage: Stage
    raw_requestline: bytes
    host: str
    plan: HostNight
    served: str
    number: int | None
    version: int
    target: tuple[str, str] | None
    status: int
    sent: int

    def do_GET(self) -> None:
        """Answer as the script says, and write it down."""
        at = time.monotonic()
        self.host = self.headers["Host"].partition(":")[0]
        self.plan = self.stage.world.at_host[self.host][self.stage.order.night]
        asked = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
        size = len(self.raw_requestline) + len(bytes(self.headers))
        self.served, self.number, self.version, self.target, self.status, self.sent = "", None, 0, None, 0, 0
        with self.stage.lock:  # at its beginning, so that it is in the log whatever becomes of the answer
            log, place = self.stage.log, len(self.stage.log)
            log.append(Entry(at, self.host, self.path, 0, "", None, 0, None, asked, 0, size))
        try:
            self.answer()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        entry = Entry(
            at, self.host, self.path, self.status, self.served, self.number, self.version, self.target, asked,
            self.sent, size,
        )  # fmt: skip
        with self.stage.lock:
            log[place] = entry

    def answer(self) -> None:
        """Answer as what this host and path are tonight."""
        address = self.host, self.path.partition("?")[0].removesuffix(RENAMED)
        if self.path == "/robots.txt":
            self.robots()
        elif self.throttles():
            return
        elif address in self.stage.world.led:
            self.article(*self.stage.world.led[address])
        else:
            self.other()

    def robots(self) -> None:
        """The host's robots.txt, or none, or trouble."""
        self.served = "robots"
        rules = self.plan.rules
        self.send(rules or "", status=404 if rules is None else 200 if rules else 503, kind="text/plain")

    def throttles(self) -> bool:
        """Turn the request away, if the host wants fewer of them tonight."""
        throttle = self.plan.throttle
        if throttle is None or (not self.stage.first(self.host) and throttle.once):
            return False
        self.served = "throttled"
        order = self.stage.order
        now = BEGIN + timedelta(days=order.night, seconds=(time.monotonic() - order.begun) * order.speed)
        until = (now + timedelta(seconds=throttle.seconds + 1)).replace(microsecond=0).astimezone(UTC)
        told = format_datetime(until, usegmt=True) if throttle.dated else str(throttle.seconds)
        if address := self.stage.world.led.get((self.host, self.path.partition("?")[0])):
            self.number = address[0]
        self.send("Slow down", status=throttle.status, headers={"Retry-After": told})
        return True

    def article(self, number: int, at: int) -> None:
        """An address of an article."""
        world, night = self.stage.world, self.stage.order.night
        state = world.state(number, night)
        self.number, self.version = number, state.version
        if self.plan.odd is Odd.COOKIE_WALL and "seen=1" not in self.headers.get("Cookie", ""):
            self.redirect(302, (self.host, self.path), "cookie wall", {"Set-Cookie": "seen=1; Path=/"})
            return
        refreshes = self.plan.odd is Odd.REFRESH and state.mode is Mode.PAGE
        led_aside = self.path.endswith("?seen") and (refreshes or state.mode is Mode.ASIDE)
        if led_aside or self.path.partition("?")[2].startswith("from="):
            self.whole(number, state)  # where a redirect for a night, or another article, led to
        elif at != state.address:
            self.redirect(301, world.stories[number].addresses[min(at + 1, state.address)], "moved")
        elif refreshes:
            self.refresh()
        else:
            self.served = state.mode.value
            getattr(self, HOW.get(state.mode, "wall"))(number, state)

    def refresh(self) -> None:
        """A page that leads to the article, and says nothing."""
        target = f"{self.path.partition('?')[0]}?seen"
        self.served, self.target = "meta refresh", (self.host, target)
        self.send(f"<html><head><title>One moment</title><meta http-equiv='refresh' content='0; url={target}'></head>")

    def whole(self, number: int, state: State) -> None:
        """The article, or 304 where the host thinks that this is the answer."""
        story = self.stage.world.stories[number]
        validators, unmodified = self.validators(number, state)
        if unmodified:
            self.served = "not modified"
            self.send("", status=304, headers=validators)
            return
        self.served = "page"
        self.send(self.printed(number, story.versions[state.version]), headers=validators)

    def printed(self, number: int, text: Text) -> str:
        """The article's page as this load shows it."""
        world, story = self.stage.world, self.stage.world.stories[number]
        host, path = story.addresses[world.state(number, self.stage.order.night).address]
        near = world.of_host[host] or world.stories[:9]
        others = [(one.versions[0], one.addresses[0][1]) for one in near if one.number != number]
        url = f"http://{host}:{self.stage.port}{path}"
        comments = story.comments[: self.stage.order.night // 2]
        night, house = self.stage.order.night, self.stage.houses[self.host]
        chance = Random(f"{world.seed} {number} {night}")
        text, boxes = dress_text(world.fashions[self.host], text, house.town, night, others, chance)
        return print_article(
            Leaf(self.stage.houses[host], url, text, story.published, others, self.stage.load(), comments, boxes)
        )

    def validators(self, number: int, state: State) -> tuple[dict[str, str], bool]:
        """The headers that name the version, and whether the request names it too."""
        story, habit = self.stage.world.stories[number], self.stage.world.habits[self.host]
        born = story.born[state.version] if habit is not Habit.STALE else 0
        day = max(story.published, BEGIN - timedelta(days=1)) if not born else BEGIN + timedelta(days=born, hours=-3)
        date = format_datetime(day.replace(microsecond=0).astimezone(UTC), usegmt=True)
        if self.stage.world.fashions[self.host] is Fashion.HOUSE_LINE and (begun := line_begun(self.stage.order.night)):
            day = max(day, BEGIN + timedelta(days=begun, hours=-2))  # a true host tells of all that its pages show
        tag = f'"{number}-{0 if habit is Habit.LIES else f"{state.version}-{day:%j}"}"'
        match habit:
            case Habit.ETAG | Habit.LIES:
                return {"ETag": tag}, self.headers["If-None-Match"] == tag
            case Habit.WEAK:
                return {"ETag": f"W/{tag}", "Last-Modified": date}, self.headers["If-None-Match"] == f"W/{tag}"
            case Habit.DATE | Habit.STALE:
                return {"Last-Modified": date}, self.headers["If-Modified-Since"] == date
            case Habit.FRESH:
                return {"ETag": f'"{self.stage.load().getrandbits(48):x}"'}, False
            case Habit.DEAF:
                return {"ETag": tag}, False
        return {}, False

    def wall(self, number: int, state: State) -> None:
        """A page in the article's place that is not the article."""
        story, house = self.stage.world.stories[number], self.stage.houses[self.host]
        noise = self.stage.load()
        inner = WALLS[state.mode](story.versions[state.version], noise)
        if state.mode in WHOLE:
            self.send(self.printed(number, inner) if isinstance(inner, Text) else inner)
        else:
            assert isinstance(inner, str)
            self.send(print_notice(house, *PLAIN.get(state.mode, (story.versions[0].title,)), inner, noise))

    def refuse(self, number: int, state: State) -> None:
        """A status that says it all."""
        if state.mode is Mode.UNASKED and ("If-None-Match" in self.headers or "If-Modified-Since" in self.headers):
            self.whole(number, state)
            return
        among = STATUSES[state.mode]
        self.send("<p>Sorry", status=among[number % len(among)])

    def lead(self, number: int, state: State) -> None:
        """A redirect to somewhere else."""
        story = self.stage.world.stories[number]
        host, path = story.addresses[state.address]
        near = [one for one in self.stage.world.of_host[host] if one.number != number] or [story]
        other = near[number % len(near)].addresses[0]
        status, target = {
            Mode.FRONT: (302, (host, "/")),
            Mode.SECTION: (302, (host, "/news/")),
            Mode.ELSEWHERE: (301, (other[0], f"{other[1]}?from={number}")),
            Mode.LOOP: (302, (host, path)),
            Mode.ASIDE: (302, (host, f"{path}?seen")),
        }[state.mode]
        self.redirect(status, target, state.mode.value)

    def redirect(
        self, status: int, target: tuple[str, str], served: str, headers: dict[str, str] | None = None
    ) -> None:
        """There, not here."""
        self.served, self.target = served, target
        location = {"Location": f"http://{target[0]}:{self.stage.port}{target[1]}"}
        self.send("", status=status, headers=location | (headers or {}))

    def fail(self, number: int, state: State) -> None:
        """A cut, a closed connection, or silence; the first two may be over at the next try."""
        if state.mode is Mode.SLOW:
            self.stage.closing.wait(self.stage.order.patience + 1)
        elif not self.stage.fails(number, state.mode):
            self.whole(number, state)
            return
        elif state.mode is Mode.CUT:
            text = self.printed(number, self.stage.world.stories[number].versions[state.version])
            self.send(text[: len(text) // 2], length=len(text.encode()) + 500, packed=False)
        self.close_connection = True
        with suppress(OSError):  # the client may have been first
            self.connection.shutdown(socket.SHUT_RDWR)

    def other(self) -> None:
        """The listing, the front page, a section, or nothing."""
        if self.path == listing_path(self.stage.world.listings[self.host]):
            self.listing()
            return
        self.served = "front"
        near = self.stage.world.of_host[self.host]
        noise, house = self.stage.load(), self.stage.houses[self.host]
        cards = "".join(
            f"<article><h2><a href='{one.addresses[0][1]}'>{one.versions[0].title}</a></h2>"
            f"<p>{one.versions[0].paragraphs[0][:120]}</p></article>"
            for one in noise.sample(near, min(12, len(near)))
        )
        if self.path in ("/", "/news/"):
            self.send(print_notice(house, house.name, f"<main>{cards}</main>", noise))
        else:
            self.send("<p>No such page", status=404)

    def listing(self) -> None:
        """The new articles of the host, by its feed or sitemap."""
        self.served = "listing"
        world, night = self.stage.world, self.stage.order.night
        listed, base = world.listings[self.host], f"http://{self.host}:{self.stage.port}"
        text = print_listing(
            listed, listed_items(listed, world.of_host[self.host], night), base, self.stage.houses[self.host].name
        )
        self.send(text, kind="application/xml")

    def send(
        self,
        text: str,
        *,
        status: int = 200,
        kind: str = "text/html; charset=utf-8",
        headers: dict[str, str] | None = None,
        length: int | None = None,
        packed: bool = True,
    ) -> None:
        """One answer, packed if the client can unpack it."""
        body, encoding, odd = text.encode(), None, self.plan.odd
        if packed and body:
            body, encoding = pack_body(body, odd, asked="gzip" in self.headers.get("Accept-Encoding", ""))
        self.status = status = 203 if odd is Odd.PROXIED and status == 200 and self.served != "robots" else status
        lines = [f"HTTP/1.1 {status} -", f"Date: {format_datetime(datetime.now(UTC), usegmt=True)}", "Server: world"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        if status != 304:
            lines += odd_lines(odd, kind)
            lines += [f"Content-Type: {kind}", f"Content-Length: {len(body) if length is None else length}"]
        lines += [f"Content-Encoding: {encoding}"] if encoding else []
        answer = ("\r\n".join(lines) + "\r\n\r\n").encode() + (body if status != 304 else b"")
        self.sent += len(answer)
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


HOW = {
    Mode.PAGE: "whole",
    Mode.CUT: "fail",
    Mode.DROPPED: "fail",
    Mode.SLOW: "fail",
    **dict.fromkeys((Mode.FRONT, Mode.SECTION, Mode.ELSEWHERE, Mode.LOOP, Mode.ASIDE), "lead"),
    **dict.fromkeys((Mode.MISSING, Mode.REMOVED, Mode.FORBIDDEN, Mode.BROKEN, Mode.UNASKED), "refuse"),
}
"""The method that plays a mode; `wall` the others."""
