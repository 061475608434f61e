    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
W    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
g    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
f    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
f    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
f    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
f    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
f    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
:    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
-    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
>    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
l    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
[    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
]    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
:    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
[    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
x    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
b    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
l    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
-    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
f    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
;    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
{    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
}    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
]    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
@    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
k    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
z    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
[    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
'    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
'    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
f    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
l    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
=    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
:    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
\    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
'    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
\    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
\    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
'    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
f    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
l    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
=    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
;    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
x    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
2    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
:    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
\    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
:    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
\    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
x    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
3    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
x    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
3    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
]    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
f    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
l    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
l    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
f    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
l    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
:    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
:    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
:    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
:    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
C    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
F    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
x    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
[    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
]    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
-    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
>    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
N    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
:    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
=    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
=    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
=    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
=    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
@    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
k    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
z    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
[    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
k    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
l    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
l    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
g    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
1    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
5    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
2    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
4    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
1    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
x    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
1    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
3    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
0    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
1    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
3    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
0    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
]    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
f    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
g    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
:    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
:    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
:    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
C    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
F    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
x    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
[    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
]    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
-    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
>    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
N    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
:    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
S    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
E    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
x    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
:    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
v    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
l    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
=    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
=    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
=    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
=    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
:    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
;    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
g    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
\    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
f    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
g    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
_    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
:    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
C    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
F    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
x    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
[    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
]    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
-    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
>    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
N    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
:    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
=    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
;    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
=    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
l    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
b    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
:    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
f    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
l    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
=    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
f    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
l    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
=    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
T    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
;    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
'    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
'    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
;    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
l    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
6    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
0    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
;    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
'    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
'    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
=    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
f    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
{    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
}    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
;    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
x    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
i    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
3    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
h    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
,    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
l    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
m    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
b    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
:    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
T    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
=    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
=    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
c    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
p    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
y    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
s    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
a    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
d    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
u    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
t    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
(    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
)    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
.    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
=    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
=    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
r    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
w    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
:    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
     first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
o    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
e    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
\    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
n    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
"    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"

    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    code = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
