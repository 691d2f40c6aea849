package radio.tarang.user.follow;

import java.time.Clock;

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

/** Begins and ends follows. The follower's account is locked first: of many at once one acts, and the others find it done. */
@Service
@CircuitBreaker(name = "postgres")
@Transactional
class FollowEditor {
    /** Of every kind together: enough for a life of listening, too few to hurt. */
    static final int MAX_FOLLOWS = 5_000;

    private final Accounts accounts;
    private final Follows follows;
    private final Blocks blocks;
    private final Broadcasts broadcasts;
    private final Clock clock;

    FollowEditor(Accounts accounts, Follows follows, Blocks blocks, Broadcasts broadcasts, Clock clock) {
        this.accounts = accounts;
        this.follows = follows;
        this.blocks = blocks;
        this.broadcasts = broadcasts;
        this.clock = clock;
    }

    /** Saying it again changes nothing. @return as it is followed now */
    FollowTarget follow(Member follower, FollowTarget target) {
        if (target.id().equals(follower.id())) {
            throw new Refusal(Refusal.Reason.CANNOT_FOLLOW_YOURSELF, "Follow somebody else.");
        }
        Account account = accounts.ensure(follower.id(), follower.username());
        FollowTarget begun = follows.find(follower.id(), target.id())
                .filter(known -> known.kind().isAlike(target.kind())).orElse(null);
        if (begun != null) {
            return begun;
        }
        refuseUnknown(target);
        if (target.kind().isPerson() && blocks.between(follower.id(), target.id())) {
            throw new Refusal(Refusal.Reason.FORBIDDEN, "The two of you cannot follow each other.");
        }
        if (follows.total(follower.id()) >= MAX_FOLLOWS) {
            throw new Refusal(Refusal.Reason.TOO_MANY, "At most " + MAX_FOLLOWS + " can be followed: end one first.");
        }
        follows.save(account.follow(target, clock.instant()));
        return target;
    }

    /** @param target of a kind that names the path it was asked for; a host is unfollowed like anybody */
    void unfollow(Member follower, FollowTarget target) {
        Account account = accounts.ensure(follower.id(), follower.username());
        FollowTarget begun = follows.find(follower.id(), target.id())
                .filter(known -> known.kind().isAlike(target.kind()))
                .orElseThrow(() -> Refusal.unknown(Refusal.Reason.UNKNOWN_FOLLOW, target.id().toString()));
        follows.save(account.unfollow(begun, clock.instant()));
    }

    private void refuseUnknown(FollowTarget target) {
        boolean there = target.kind().isPerson() ? accounts.find(target.id()).isPresent() : broadcasts.has(target);
        if (!there) {
            throw Refusal.unknown(reason(target.kind()), target.id().toString());
        }
    }

    static Refusal.Reason reason(FollowTarget.Kind kind) {
        return switch (kind) {
            case USER, HOST -> Refusal.Reason.UNKNOWN_USER;
            case STATION -> Refusal.Reason.UNKNOWN_STATION;
            case PROGRAM -> Refusal.Reason.UNKNOWN_PROGRAM;
        };
    }
}
