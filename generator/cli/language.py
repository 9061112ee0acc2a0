"""The reader's language on the command line: help, and click's own sentences."""

from __future__ import annotations

import copy
import gettext
from collections.abc import Mapping, MutableMapping, Sequence

import click

from generator.texts import CATALOGUES, LOCALE, Language, Translator, _


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language asked for by --lang or FENJI_LANG, else Chinese; what is no language counts as not said."""
    asked = environment.get("FENJI_LANG", "")
    for position, argument in enumerate(arguments):
        if argument == "--lang":
            asked = "".join(arguments[position + 1 : position + 2])
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return Language(asked) if asked in {language.value for language in Language} else Language.ZH


def speak(language: Language, environment: MutableMapping[str, str]) -> None:
    """Make click speak the language: it asks Python's gettext, and that asks the environment."""
    environment["LANGUAGE"] = CATALOGUES.get(language, language.value)
    gettext.bindtextdomain("fenji", str(LOCALE))
    gettext.textdomain("fenji")


def translated_command(command: click.Command, tr: Translator) -> click.Command:
    """Return the command with its help in the language of ``tr``."""
    clone = copy.copy(command)
    clone.help = _translated(command.help, tr)
    clone.params = [translated_parameter(parameter, tr) for parameter in command.params]
    return clone


def translated_parameter(parameter: click.Parameter, tr: Translator) -> click.Parameter:
    """Return the option or argument with its help in the language of ``tr``."""
    clone = copy.copy(parameter)
    if isinstance(clone, click.Option | click.Argument):
        clone.help = _translated(clone.help, tr)
    return clone


def _translated(text: str | None, tr: Translator) -> str | None:
    return tr.gettext(text) if text else text


def ngettext(singular: str, plural: str, /) -> tuple[str, str]:
    """Return a sentence that depends on a number, as it is; its only purpose is to be found by `make locale`."""
    return singular, plural


CLICK_SAYS = (
    _("Usage:"),
    _("Options"),
    _("Positional arguments"),
    _("Show this message and exit."),
    _("default: {default}"),
    _("env var: {var}"),
    _("required"),
    _("Error: {message}"),
    _("Try '{command} {option}' for help."),
    _("Missing command."),
    _("Missing argument"),
    _("Missing option"),
    _("Missing parameter"),
    _("No such option {name!r}."),
    _("No such command {name!r}."),
    _("Invalid value: {message}"),
    _("Invalid value for {param_hint}: {message}"),
    _("Option {name!r} does not take a value."),
    _("Choose from:\n\t{choices}"),
    _("{value!r} is not a valid {number_type}."),
    _("{value} is not in the range {range}."),
    _("{name} {filename!r} does not exist."),
    _("{name} {filename!r} is a file."),
    _("{name} {filename!r} is a directory."),
    _("{name} {filename!r} is not readable."),
    _("{name} {filename!r} is not writable."),
    _("Could not open file {filename!r}: {message}"),
    _("file"),
    _("directory"),
    _("path"),
    ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ngettext("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)
"""Click's own sentences, listed so that the catalogue has them."""
