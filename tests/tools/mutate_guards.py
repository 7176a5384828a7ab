#!/usr/bin/python3
"""What would happen if a guard were not there? The unit tests of the workflow core write down every refusal that
had one reason alone: a test that expects it fails when that guard lets everything through. So this runs them and
demands that each guard of each action was once the only reason, and that each code was so in a test named after
the rule (test_rules_*), not only in test_guards.

    mutate_guards.py BUILD/tests
"""
import glob
import os
import subprocess
import sys
import tempfile


def run(program, log):
    done = subprocess.run([program], env={**os.environ, "TEYUE_GUARD_LOG": log}, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        sys.exit(f"{program} fails:\n{done.stdout}")


def refusals(programs):
    with tempfile.NamedTemporaryFile("r", suffix=".guards") as log:
        for program in programs:
            run(program, log.name)
        return {tuple(line.split()) for line in log}


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    everywhere = f"{sys.argv[1]}/test_guards"
    listed = subprocess.run([everywhere, "--list"], stdout=subprocess.PIPE, text=True, check=True).stdout
    guards = {tuple(line.split(maxsplit=2)) for line in listed.splitlines()}
    by_rule = refusals(sorted(p for p in glob.glob(f"{sys.argv[1]}/test_rules_*") if os.access(p, os.X_OK)))
    seen = by_rule | refusals([everywhere])
    codes = {code for _, code in by_rule}
    faults = [f"{action}: {code} ({rule}) never refused alone" for action, code, rule in sorted(guards)
              if (action, code) not in seen]
    faults += [f"{code} ({rule}): no test_rules_* sees it refuse alone"
               for code, rule in sorted({(code, rule) for _, code, rule in guards}) if code not in codes]
    print("\n".join(faults) or f"each of {len(guards)} guards would be missed")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
