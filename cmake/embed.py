"""Makes a C table of text files: embed.py TABLE FOLDER OUT. A file's name is its path below the folder without ".sql",
with the folder's "/" kept ("view/order.queue"). Rows are sorted by name. Declared in server/db/statements.h."""
import pathlib, sys

table, folder, out = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
paths = sorted(folder.rglob("*.sql")) if table == "statements" else sorted(folder.glob("*.sql"))


def literal(text):
    lines = text.replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?").split("\n")
    return "\n        ".join(f'"{line}\\n"' for line in lines)


rows = [f'    {{"{p.relative_to(folder).with_suffix("").as_posix()}",\n        {literal(p.read_text("utf-8"))}}},' for p in paths]
out.write_text('#include "server/db/statements.h"\n\n#include <stddef.h>\n\nconst struct embedded_text embedded_' + table +
               "[] = {\n" + "\n".join(rows) + "\n    {NULL, NULL}};\n", "utf-8")
