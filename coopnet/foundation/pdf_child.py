"""A process of its own that makes one document and ends: whatever becomes of it, who asked for it goes on.

Reads JSON from its input: `source`, and `data`, a list of which the first that can be printed is. Ends with 0 and the
document on its output, or with 3. Run by its path, so it imports nothing of ours.
"""

import json
import resource
import sys

MOST_SECONDS = 15  # of the processor
MOST_BYTES = 3 * 1024**3  # of addresses; threads take much of it and use little
UNPRINTABLE = "could not be displayed"
FAILED = 3


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    import typst  # noqa: PLC0415 - within the limits

    asked = json.load(sys.stdin)
    for data in asked["data"]:
        try:
            made = typst.compile(
                asked["source"].encode(), sys_inputs={"data": json.dumps(data)}, format="pdf", pdf_standards=["ua-1"]
            )
        except typst.TypstError as problem:
            # A letter for which no font is there: what the second data are for. Anything else is a mistake of ours.
            if UNPRINTABLE in str(problem):
                continue
            sys.stderr.write(str(problem)[:500])
            return FAILED
        sys.stdout.buffer.write(made)
        return 0
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
