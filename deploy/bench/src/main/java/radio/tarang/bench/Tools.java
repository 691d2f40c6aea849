package radio.tarang.bench;

import java.util.List;

import radio.tarang.local.server.Programs;

/** Programs of this machine that a figure cannot be taken without. */
public final class Tools {

    private Tools() {
    }

    /** @param commands each as "command package", the package as Debian names it; ends the process when one is missing */
    public static void require(String... commands) {
        List<String> missing = List.of(commands).stream()
                .filter(command -> Programs.find(command.split(" ")[0]).isEmpty())
                .map(command -> command.split(" ")[1]).distinct().toList();
        if (!missing.isEmpty()) {
            System.err.println("bench: missing on this machine: apt-get install -y " + String.join(" ", missing));
            System.exit(2);
        }
    }
}
