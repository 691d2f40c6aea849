package radio.tarang.user.block;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.user.Account;
import radio.tarang.user.Accounts;
import radio.tarang.user.Blocks;
import radio.tarang.user.FollowTarget;
import radio.tarang.user.Follows;
import radio.tarang.user.Member;
import radio.tarang.user.Refusal;

/** Begins and ends blocks. Both accounts are locked first, in the order of their ids: no follow between them can begin beside a block. */
@Service
@CircuitBreaker(name = "postgres")
@Transactional
class BlockEditor {
    static final int MAX_BLOCKS = 5_000;

    private record Pair(Account blocker, Account other) {
    }

    private final Accounts accounts;
    private final Follows follows;
    private final Blocks blocks;
    private final Clock clock;

    BlockEditor(Accounts accounts, Follows follows, Blocks blocks, Clock clock) {
        this.accounts = accounts;
        this.follows = follows;
        this.blocks = blocks;
        this.clock = clock;
    }

    /** Ends what one follows of the other first, each told by its own event. Saying it again changes nothing. */
    void block(Member blocker, UUID other) {
        if (blocker.id().equals(other)) {
            throw new Refusal(Refusal.Reason.CANNOT_BLOCK_YOURSELF, "Block somebody else.");
        }
        Pair locked = lock(blocker, other);
        if (blocks.has(blocker.id(), other)) {
            return;
        }
        if (blocks.total(blocker.id()) >= MAX_BLOCKS) {
            throw new Refusal(Refusal.Reason.TOO_MANY, "At most " + MAX_BLOCKS + " can be blocked: end one first.");
        }
        Account mine = unfollow(locked.blocker(), other);
        unfollow(locked.other(), blocker.id());
        blocks.save(mine.block(other, clock.instant()));
    }

    void unblock(Member blocker, UUID other) {
        Account account = accounts.ensure(blocker.id(), blocker.username());
        if (!blocks.has(blocker.id(), other)) {
            throw Refusal.unknown(Refusal.Reason.UNKNOWN_BLOCK, other.toString());
        }
        blocks.save(account.unblock(other, clock.instant()));
    }

    private Pair lock(Member blocker, UUID other) {
        if (blocker.id().compareTo(other) < 0) {
            Account first = accounts.ensure(blocker.id(), blocker.username());
            return new Pair(first, known(other));
        }
        Account first = known(other);
        return new Pair(accounts.ensure(blocker.id(), blocker.username()), first);
    }

    private Account known(UUID id) {
        return accounts.lock(id).orElseThrow(() -> Refusal.unknown(Refusal.Reason.UNKNOWN_USER, id.toString()));
    }

    private Account unfollow(Account follower, UUID other) {
        Optional<FollowTarget> begun = follows.find(follower.id(), other);
        return begun.isEmpty() ? follower : follows.save(follower.unfollow(begun.get(), clock.instant()));
    }
}
