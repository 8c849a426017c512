"""What the files of a site state on the use of its texts: the lines of robots.txt for AI, and the TDM reservation."""

import re
from collections.abc import Iterator

from archive.captures.body import Body
from archive.captures.web.ai_agents import is_ai_agent
from archive.captures.web.transport import Response
from archive.model import ROBOTS, TDM_FILE, RightsStatements, bound_statements

LINE = re.compile(r"[ \t]*([A-Za-z][A-Za-z -]{0,40}?)[ \t]*:[ \t]*(.*)")
AGENT = re.compile(r"[^\s/;,(#]*")
USES = frozenset({"content-usage", "content-signal", "license", "ai-usage", "ai-preferences"})
"""Lines that speak of the use of texts, whomever their group addresses."""
MOST_TDM = 20_000  # bytes of the TDM file that are read


def robots_statements(text: str) -> RightsStatements:
    """Give what a robots.txt says to AI agents, group by group, and of the use of its texts; lines as they stand."""
    return bound_statements(tuple((ROBOTS, "\n".join(lines)) for lines in _groups(text)))


def _groups(text: str) -> Iterator[list[str]]:
    """Give the lines that count of each group."""
    agents: list[str] = []
    rules: list[str] = []
    uses: list[str] = []
    for line in (*text.splitlines(), "User-agent:"):
        found = LINE.match(line)
        name = found[1].lower().replace(" ", "-") if found else ""
        if name == "user-agent" and (rules or line == "User-agent:"):
            yield _what_counts(agents, rules, uses)
            agents, rules, uses = [], [], []
        if name == "user-agent":
            agents.append(line.strip())
        elif name == "license":  # of the whole site, wherever it stands (RSL)
            yield [line.strip()]
        elif found and name != "sitemap":
            rules.append(line.strip())
            uses += [line.strip()] if name in USES else []


def _what_counts(agents: list[str], rules: list[str], uses: list[str]) -> list[str]:
    named = (AGENT.match(line.partition(":")[2].strip()) for line in agents)
    if any(is_ai_agent(name[0]) for name in named if name):
        return agents + rules
    return agents + uses if uses else []


async def tdm_statements(answer: Response) -> RightsStatements:
    """Read the file by which a site reserves its texts from mining (TDMRep); () where there is none."""
    if answer.status != 200:
        return ()
    body = Body(answer.headers.get("Content-Encoding"), 2 * MOST_TDM)
    async for piece in answer.body:
        body.add_piece(piece[:MOST_TDM])
        if len(body) >= MOST_TDM:
            break
    text = body.first_bytes(MOST_TDM).decode("utf-8", "replace").strip()
    return bound_statements(((TDM_FILE, text),)) if text.startswith(("[", "{")) else ()
