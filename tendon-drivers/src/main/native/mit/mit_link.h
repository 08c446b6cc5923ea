/*
 * mit_link - asks motors in MIT mode on a CAN bus and collects their feedback.
 *
 * Feedback carries no number. So a motor whose next feedback may not belong to its next command, because an answer is
 * missing or one came that nobody asked for, gets no command until old and new are divided: the next exchange asks it
 * for one of its registers first, and waits. A motor answers in the order in which it was asked: what comes before that
 * register is late, or said twice, and dropped; what has not come by then never will. The commands go out behind that,
 * because adapters may send the lesser identifier first. Each such question of a motor names another register, and is
 * repeated a few times.
 *
 * I/O thread only. Every wait has a deadline, no loop is longer than the frames that are there.
 */
#ifndef SINEW_MIT_LINK_H
#define SINEW_MIT_LINK_H

#include "bus.h"
#include "can_port.h"
#include "mit_dialect.h"

#define MIT_PATIENCE_NS 250000000 /* after this an answer does not come any more */

typedef struct mit_motor_link
{
    uint32_t id;
    uint32_t feedback_id; /* identifier of its feedback; known once a register has been read */
    mit_range range;

    int unsure;            /* its next feedback may be older than the next command */
    uint32_t behind;       /* commands that it has not answered */
    uint32_t dividers;     /* registers that it was asked for since its last command, to divide old from new */
    uint32_t next_divider; /* counts all of them: which one of the dialect's list is next */

    int answered;
    mit_state feedback;
    uint32_t reported; /* fault that it has reported by itself */
} mit_motor_link;

typedef struct mit_link
{
    can_port port;
    const mit_dialect *dialect;
    bus_counters *counters;
    uint32_t devices;
    mit_motor_link motor[MOTORS_MAX];
    uint32_t undecided; /* exchanges that may be late or lost */
    int lost_one;       /* an answer to one of them will never come */

    /* Of the exchange that is going on. */
    int wrong_id; /* somebody who is not ours has spoken: only a reason when one of ours has not */
    int doubled;
    int bad_value;
    uint64_t asked;    /* who shall get a frame */
    uint64_t sent;     /* who got it */
    can_message frame[MOTORS_MAX];
} mit_link;

/* Begins an exchange: throws away what nobody waits for any more. */
void mit_link_begin(mit_link *link);

/* Adds a frame to one motor that it answers with feedback. */
void mit_link_add(mit_link *link, uint32_t motor, const can_message *message);

/*
 * Sends what was added and waits for feedback until answer_ns after that; before, at most as long for those that are
 * unsure.
 * Who stays so gets no frame.
 */
bus_outcome mit_link_finish(mit_link *link, int64_t answer_ns);

/*
 * Reads or writes one register of one motor, for open and activate.
 *
 * question     as the dialect writes it
 * value        id, number and written of the answer that is wanted; receives the answer
 * feedback_id  receives the identifier of the answer
 * answers      receives how many motors answered: 2 means that two have this id; NULL: do not wait for a second
 * returns      BUS_GOOD, or what went wrong
 */
bus_outcome mit_link_register(mit_link *link, const can_message *question, mit_value *value, uint32_t *feedback_id,
    uint32_t *answers);

#endif
