"""The command line of ``s2s serve``."""

from __future__ import annotations

from s2s.commands.parsers.parser import Parser
from s2s.commands.parsers.shared import add_backend, add_max_length, add_run
from s2s.serve.options import ServeOptions

SENTENCE = "Translate over HTTP: a page, and the interfaces of LibreTranslate and DeepL."
EXAMPLE = "s2s serve -m runs/run-1"
DEFAULT = ServeOptions()


def add_options(command: Parser) -> None:
    """Declare the options of `s2s serve`."""
    add = command.add_argument
    add_run(command, "the run folder, or its name in runs/; several are models, one for each direction", several=True)
    add("--host", default=DEFAULT.host, help="address to listen at; 0.0.0.0: all of this machine; default: %(default)s")
    add("--port", type=int, default=DEFAULT.port, metavar="N", help="to listen at; default: %(default)s; 0: a free one")
    add("--workers", type=int, default=1, metavar="N", help="processes, each with its own models; default: 1")
    add("-b", "--beam-size", type=int, metavar="BEAM", help="1 is greedy; default: what the run was trained with")
    add_max_length(command)
    add_backend(command)
    limits = command.add_argument_group("limits")
    limit = limits.add_argument
    limit(
        "--char-limit",
        type=int,
        default=DEFAULT.char_limit,
        metavar="N",
        help="characters of a request; default: %(default)s",
    )
    limit(
        "--batch-limit",
        type=int,
        default=DEFAULT.batch_limit,
        metavar="N",
        help="texts of a request; default: %(default)s",
    )
    limit(
        "--upload-limit",
        type=int,
        default=DEFAULT.upload_limit,
        metavar="BYTES",
        help="of a file; default: %(default)s",
    )
    waiting = "lines that may wait for a model, in each worker; default: %(default)s"
    limit("--queue-limit", type=int, default=DEFAULT.queue_limit, metavar="N", help=waiting)
    limit(
        "--timeout", type=float, default=DEFAULT.timeout, metavar="SECONDS", help="for a request; default: %(default)s"
    )
    limit("--req-limit", type=int, metavar="N", help="requests a minute from one address; default: any number")
    limit(
        "--api-keys", metavar="FILE", help="only with a key of FILE, a line each: KEY, or KEY and its requests a minute"
    )
    network = command.add_argument_group("network").add_argument
    network(
        "--cors",
        nargs="+",
        default=[],
        metavar="ORIGIN",
        help="pages from elsewhere that may ask, as https://example.org",
    )
    network(
        "--proxy",
        nargs="+",
        default=[],
        metavar="ADDRESS",
        help="proxies whose X-Forwarded-For is believed, as 127.0.0.1",
    )
