package radio.tarang.local.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words after a command. What nobody asks for is refused at the end. */
public final class Arguments {
    private final List<String> words;

    public Arguments(List<String> words) {
        this.words = new ArrayList<>(words);
    }

    public boolean flag(String name) {
        return words.remove(name);
    }

    public Optional<Integer> number(String name, int lowest, int highest) {
        Optional<String> value = after(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            int number = Integer.parseInt(value.get());
            if (number >= lowest && number <= highest) {
                return Optional.of(number);
            }
        } catch (NumberFormatException notOne) {
            // said below
        }
        throw new IllegalArgumentException("%s needs a number from %d to %d".formatted(name, lowest, highest));
    }

    public Optional<String> text(String name) {
        Optional<String> value = after(name);
        if (value.isPresent() && (value.get().isBlank() || value.get().startsWith("-"))) {
            throw new IllegalArgumentException(name + " needs a word after it");
        }
        return value;
    }

    /** The word after a name, which is empty if the name is the last word. */
    private Optional<String> after(String name) {
        int at = words.indexOf(name);
        if (at < 0) {
            return Optional.empty();
        }
        words.remove(at);
        return Optional.of(at < words.size() ? words.remove(at) : "");
    }

    public String word(String what) {
        Optional<String> word = words.stream().filter(candidate -> !candidate.startsWith("-")).findFirst();
        word.ifPresent(words::remove);
        return word.orElseThrow(() -> new IllegalArgumentException("Which " + what + "?"));
    }

    public void requireNoMore() {
        if (!words.isEmpty()) {
            throw new IllegalArgumentException("Not understood: " + String.join(" ", words) + " (./tarang help)");
        }
    }
}
