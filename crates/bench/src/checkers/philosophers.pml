/* THREADS philosophers at a round table eat once each. All take the fork with the lower number first. */

bool taken[THREADS];
byte ended = 0;

c_code {
    static char seen = 0;
}

proctype dine(byte first, second) {
    d_step { !taken[first] -> taken[first] = true };
    d_step { !taken[second] -> taken[second] = true };
    taken[second] = false;
    d_step { taken[first] = false; ended++ }
}

proctype look() {
    ended == THREADS;
    c_code { if (!seen) { seen = 1; printf("seen: held\n"); } }
}

init {
    atomic {
        byte n = 0;
        do
        :: n < THREADS - 1 -> run dine(n, n + 1); n++
        :: else -> break
        od;
        run dine(0, THREADS - 1);
        run look()
    }
}
