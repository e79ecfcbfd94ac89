class Warm { static int one() { return 1; } }
