"""`malvakt aml access`: the log of who looked at rows about persons, for review."""

from engine.cli.options import DatabaseOption, Desk, JsonOption, LanguageOption, RulesOption


def access(
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Hvem har sett hva, og hvorfor · Who looked at what, and why"""
    from dataclasses import asdict

    from engine.aml.looked_at import looked_at
    from engine.cli.output import say, show_json

    desk = Desk.set_up(rules, database, language)
    log = desk.persons_as_they_are.access_log()
    if json:
        show_json([{**asdict(each), "at": each.at.isoformat(), "role": each.role.value} for each in log])
        return
    for each in log:
        what = looked_at(each.what, desk.language)
        say(f"{each.at:%Y-%m-%d %H:%M} {each.who} ({each.role.value}) {what}, {each.rows}: {each.why}")
