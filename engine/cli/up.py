"""`malvakt up`: everything of a small organisation in one program."""

from engine.cli.options import DatabaseOption, Desk, LanguageOption, RulesOption


def up(rules: RulesOption = None, database: DatabaseOption = None, language: LanguageOption = None) -> None:
    """Kjør alt i ett program, til du stopper det · Run everything in one program, until it is stopped"""
    from engine.cli.scheduler import keep_watch

    desk = Desk.set_up(rules, database, language, stays=True)
    # The pages are started here once there are any: before the scheduler, which stays until it is stopped.
    keep_watch(desk)
