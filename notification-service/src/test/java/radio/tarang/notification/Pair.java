package radio.tarang.notification;

/** Two replicas that share topics and database, for all tests that leave them whole: starting them takes longer than most tests. */
public final class Pair {
    public static final Pair INSTANCE = new Pair();

    public final Replica.World world = Replica.World.create();
    public final Broadcaster broadcaster = new Broadcaster(world);
    public final Replica one = Replica.start(world);
    public final Replica other = Replica.start(world);

    private Pair() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            one.close();
            other.close();
            broadcaster.close();
        }));
    }
}
