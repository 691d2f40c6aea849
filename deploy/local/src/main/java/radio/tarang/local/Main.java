package radio.tarang.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import radio.tarang.local.command.Arguments;
import radio.tarang.local.command.Down;
import radio.tarang.local.command.Import;
import radio.tarang.local.command.Logs;
import radio.tarang.local.command.Status;
import radio.tarang.local.command.Up;
import radio.tarang.local.platform.Home;

/** The commands of {@code ./tarang} that need more than a shell. */
final class Main {
    private Main() {
    }

    public static void main(String[] args) {
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> words) {
        try {
            String command = words.isEmpty() ? "" : words.get(0);
            List<String> rest = words.subList(Math.min(1, words.size()), words.size());
            Home home = Home.ofEnvironment();
            Arguments arguments = new Arguments(rest);
            return switch (command) {
                case "up" -> new Up(home, rest).run();
                case "down" -> alone(arguments, new Down(home)::run);
                case "status" -> alone(arguments, new Status(home)::run);
                case "logs" -> {
                    Logs logs = new Logs(home, arguments.word("service"));
                    yield alone(arguments, logs::run);
                }
                case "import" -> {
                    Import.Target target = new Import.Target(arguments.text("--station"),
                            arguments.flag("--create-stations"));
                    Optional<String> user = arguments.text("--user");
                    Import upload = new Import(home, Path.of(arguments.word("file")), target, user);
                    yield alone(arguments, upload::run);
                }
                default -> throw new IllegalArgumentException("No such command: " + command + " (./tarang help)");
            };
        } catch (IllegalArgumentException misunderstood) {
            System.err.println(misunderstood.getMessage());
            return 2;
        } catch (IOException failed) {
            System.err.println(remedy(String.valueOf(failed.getMessage())));
            return 1;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }

    private static int alone(Arguments arguments, Command command) throws IOException, InterruptedException {
        arguments.requireNoMore();
        return command.run();
    }

    private static String remedy(String message) {
        return message.contains("No space left on device")
                ? "The disk is full: free some space and start again. (" + message.lines().findFirst().orElse("")
                        + ")"
                : message;
    }

    @FunctionalInterface
    private interface Command {
        int run() throws IOException, InterruptedException;
    }
}
