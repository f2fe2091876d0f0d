/* THREADS threads add one to a counter, TIMES times each: one step reads it, the next one writes it. */

byte counter = 0;
byte ended = 0;

c_code {
    static char seen[256];
}

proctype add() {
    byte value = 0, i = 0;
    do
    :: value = counter;
       d_step { counter = value + 1; value = 0; i++ };
       if
       :: i == TIMES -> break
       :: else
       fi
    od;
    ended++
}

proctype look() {
    ended == THREADS;
    c_code { if (!seen[now.counter]) { seen[now.counter] = 1; printf("seen: %d\n", now.counter); } }
}

init {
    atomic {
        byte n = 0;
        do
        :: n < THREADS -> run add(); n++
        :: else -> break
        od;
        run look()
    }
}
