"""How figures are printed."""

from tests.bench.client import Load


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - printing is what this is for


def heading(text: str) -> None:
    say(f"\n## {text}")


def line(name: str, load: Load, cpu: float, floor: dict[str, float] | None = None, against: str = "plain") -> None:
    """`cpu` in seconds a request. Ratios: requests a second (more is better) and CPU (less is better)."""
    ratio = ""
    if floor:
        ratio = (
            f"  {load.per_second / floor[f'{against}/s']:5.2f} of “{against}” a second,"
            f" {cpu / floor[against]:5.2f} of its CPU"
        )
    say(
        f"  {name:28} {load.per_second:7.0f}/s  {cpu * 1000:6.2f} ms CPU  p50 {load.p50:6.1f}  p99 {load.p99:6.1f} ms"
        f"{ratio}"
    )
