"""The names by which a robots.txt calls the programs that gather texts for AI."""

import re
from typing import Final

AI_AGENTS: Final = frozenset(
    """
    ai2bot aihitbot amazonbot andibot anthropic-ai applebot-extended awario bedrockbot brightbot bytespider ccbot
    chatgpt-user claude-searchbot claude-user claude-web claudebot cohere-ai cohere-training-data-crawler crawlspace
    deepseekbot devin diffbot duckassistbot echoboxbot facebookbot factset_spyderbot firecrawlagent friendlycrawler
    gemini-deep-research google-cloudvertexbot google-extended google-notebooklm googleother googleother-image
    googleother-video gptbot iaskspider icc-crawler imagesiftbot img2dataset kangaroo kunatocrawler
    laion-huggingface-processor linerbot magpie-crawler meta-externalagent meta-externalfetcher meta-webindexer
    mistralai-user mycentralaiscraperbot novaact oai-searchbot omgili omgilibot operator pangubot panscient
    perplexity-user perplexitybot petalbot phindbot poseidon proratainc qualifiedbot quillbot quora-bot sbintuitionsbot
    scrapy semrushbot-ocob semrushbot-swa sidetrade tiktokspider timpibot tongyi velenpublicwebcrawler wardbot webzio
    webzio-extended wpbot wrtnbot xai yak yandexadditional youbot zanistabot
    """.split()
)
"""In lower case, as operators of crawlers and lists of them (such as ai.robots.txt) name them; version of 2026."""

AI_NAME: Final = re.compile(
    r"gpt|llm|claude|anthropic|openai|gemini|(?:^|[^a-z])ai(?:$|[^a-z])|ai-?(?:bot|crawler|agent|search)"
)
"""Names of others that say it themselves."""


def is_ai_agent(name: str) -> bool:
    """Tell whether a product token is that of such a program, in any case."""
    name = name.lower()
    return name in AI_AGENTS or bool(AI_NAME.search(name[:200]))
