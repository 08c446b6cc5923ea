#include "mit_link.h"

#include "clock.h"

#define STALE_FRAMES_MAX 1024
#define ROUNDS 4 /* of asking for registers, within one exchange; fewer than there are */
#define DOUBLE_NS (2 * NS_PER_MS)

/* Whose feedback it is; NULL for nobody's. *is_twisted: one of ours, but its data say somebody else. */
static mit_motor_link *of_feedback(mit_link *link, const can_message *message, int *is_twisted)
{
    *is_twisted = 0;
    for (uint32_t i = 0; i < link->devices; i++)
    {
        mit_motor_link *motor = &link->motor[i];
        const mit_sender sender = link->dialect->sender(message, motor->id, motor->feedback_id);
        if (sender == MIT_THIS)
        {
            return motor;
        }
        *is_twisted |= sender == MIT_TWISTED;
    }
    return NULL;
}

/* 1 for a register that this driver asks for. */
static int is_ours(const mit_dialect *dialect, uint32_t number)
{
    for (uint32_t i = 0; i < dialect->divider_count; i++)
    {
        if (dialect->dividers[i] == number)
        {
            return 1;
        }
    }
    return number == dialect->mode_number || number == dialect->watchdog_number;
}

/*
 * Whose register answer it is; NULL for anything else. Feedback of a Damiao motor that stands at the very end of its
 * range could look the same: it then counts as one that did not come.
 */
static mit_motor_link *of_register(mit_link *link, const can_message *message, mit_value *answer)
{
    if (!link->dialect->value(message, answer) || !is_ours(link->dialect, answer->number))
    {
        return NULL;
    }
    for (uint32_t i = 0; i < link->devices; i++)
    {
        mit_motor_link *motor = &link->motor[i];
        /* An identifier of 29 bits holds the id, and who had asked. */
        if (motor->id == answer->id && (link->dialect->extended || motor->feedback_id == message->id))
        {
            return motor;
        }
    }
    return NULL;
}

/* 1 when it is a fault that one of ours reports, or nothing that matters here; answers do. */
static int is_aside(mit_link *link, const can_message *message)
{
    uint32_t id = 0;
    uint32_t fault = 0;
    if (message->extended != link->dialect->extended)
    {
        return 1; /* somebody else's */
    }
    if (link->dialect->report != NULL && link->dialect->report(message, &id, &fault))
    {
        for (uint32_t i = 0; i < link->devices; i++)
        {
            link->motor[i].reported = link->motor[i].id == id ? fault : link->motor[i].reported;
        }
    }
    return link->dialect->passes(message);
}

/* -------------------------------------------------------------------------------------------------- late and lost */

/* All motors answer again: the exchanges that were open are decided. */
static void decide(mit_link *link)
{
    for (uint32_t i = 0; i < link->devices; i++)
    {
        if (link->motor[i].behind > 0)
        {
            return;
        }
    }
    count_add(link->counters, link->lost_one ? COUNT_LOST : COUNT_LATE, link->undecided);
    link->undecided = 0;
    link->lost_one = 0;
}

static int has(uint64_t mask, const mit_link *link, const mit_motor_link *motor)
{
    return (mask >> (motor - link->motor) & 1u) != 0;
}

/* 1 for one of the registers that a motor was asked for since its last command: each of them divides. */
static int was_asked(const mit_link *link, const mit_motor_link *motor, uint32_t number)
{
    const mit_dialect *dialect = link->dialect;
    for (uint32_t i = 1; i <= motor->dividers && i <= ROUNDS; i++)
    {
        if (dialect->dividers[(motor->next_divider - i) % dialect->divider_count] == number)
        {
            return 1;
        }
    }
    return 0;
}

static void take_divider(mit_link *link, mit_motor_link *motor)
{
    /* What was to come before it has come by now, or never will. */
    link->lost_one |= motor->behind > 0;
    motor->behind = 0;
    motor->unsure = 0;
}

static void take_feedback(mit_link *link, mit_motor_link *motor, const mit_state *feedback)
{
    if (motor->behind > 0)
    {
        motor->behind--; /* late */
        return;
    }
    if (!has(link->sent, link, motor) || motor->answered)
    {
        /* Nobody asked it, or not twice. Before a command it goes with what the register divides off. */
        link->doubled |= link->sent != 0;
        motor->unsure = 1;
        return;
    }
    motor->answered = 1;
    motor->feedback = *feedback;
}

static void take(mit_link *link, const can_message *message)
{
    mit_state feedback;
    mit_value answer;
    int is_twisted = 0;
    if (is_aside(link, message))
    {
        return;
    }
    mit_motor_link *asked = of_register(link, message, &answer);
    if (asked != NULL)
    {
        if (!answer.written && was_asked(link, asked, answer.number))
        {
            take_divider(link, asked);
        }
        return; /* else one from before */
    }
    mit_motor_link *motor = of_feedback(link, message, &is_twisted);
    if (motor == NULL)
    {
        link->bad_value |= is_twisted; /* all zero, for instance */
        link->wrong_id |= !is_twisted;
    }
    else if (!link->dialect->state(message, &motor->range, &feedback))
    {
        link->bad_value = 1;
    }
    else
    {
        take_feedback(link, motor, &feedback);
    }
}

/* ------------------------------------------------------------------------------------------------------- exchange */

/* What comes between two exchanges. No new command is out yet, so it cannot belong to one. */
static void take_stale(mit_link *link, const can_message *message)
{
    mit_value answer;
    int is_twisted = 0;
    mit_motor_link *motor = is_aside(link, message) || of_register(link, message, &answer) != NULL ? NULL :
        of_feedback(link, message, &is_twisted);
    if (motor != NULL)
    {
        motor->behind -= motor->behind > 0;
        motor->unsure = 1; /* one came more than was asked for, or there may still be another */
    }
}

void mit_link_begin(mit_link *link)
{
    can_message message;
    for (int i = 0; i < STALE_FRAMES_MAX && can_port_poll(&link->port, &message) == SERIAL_OK; i++)
    {
        take_stale(link, &message);
    }
    can_port_forget(&link->port);
    link->wrong_id = 0;
    link->doubled = 0;
    link->bad_value = 0;
    link->asked = 0;
    link->sent = 0;
    for (uint32_t i = 0; i < link->devices; i++)
    {
        link->motor[i].answered = 0;
    }
}

void mit_link_add(mit_link *link, uint32_t index, const can_message *message)
{
    link->frame[index] = *message;
    link->asked |= UINT64_C(1) << index;
}

static bus_outcome why(const mit_link *link, int32_t result)
{
    const can_port *port = &link->port;
    return result == SERIAL_GONE ? BUS_GONE :
        link->bad_value || port->malformed ? BUS_BAD_VALUE :
        link->wrong_id || link->doubled ? BUS_WRONG_ID :
        port->refused || port->bad_sum ? BUS_LOST :
        port->in_count > port->in_begin ? BUS_SHORT : BUS_UNDECIDED;
}

/* How many of those that shall get a frame are unsure, or have one and have not answered. */
static uint32_t open_ones(const mit_link *link)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < link->devices; i++)
    {
        const mit_motor_link *motor = &link->motor[i];
        count += link->sent == 0 ? has(link->asked, link, motor) && motor->unsure :
            has(link->sent, link, motor) && !motor->answered;
    }
    return count;
}

/* Sends what was added to the port, and waits until nothing is open or the time is over. */
static int32_t send_and_wait(mit_link *link, int64_t answer_ns)
{
    can_port *port = &link->port;
    can_message message;
    int32_t result = can_port_flush(port);
    while (result == SERIAL_OK && open_ones(link) > 0)
    {
        result = can_port_next(port, port->asked_ns + answer_ns, &message);
        if (result == SERIAL_OK)
        {
            take(link, &message);
        }
    }
    return result;
}

static void ask_for_registers(mit_link *link)
{
    for (uint32_t i = 0; i < link->devices; i++)
    {
        mit_motor_link *motor = &link->motor[i];
        can_message question;
        if (motor->unsure && has(link->asked, link, motor))
        {
            link->dialect->read(&question, motor->id,
                link->dialect->dividers[motor->next_divider % link->dialect->divider_count]);
            motor->next_divider++;
            motor->dividers++;
            can_port_add(&link->port, &question);
        }
    }
}

/* A question is repeated before the time is over: meanwhile the motor hears no command, and its watchdog runs. */
static int32_t catch_up(mit_link *link, int64_t answer_ns)
{
    int32_t result = SERIAL_OK;
    for (int round = 0; round < ROUNDS && result != SERIAL_GONE && open_ones(link) > 0; round++)
    {
        ask_for_registers(link);
        result = send_and_wait(link, answer_ns / ROUNDS);
    }
    return result;
}

bus_outcome mit_link_finish(mit_link *link, int64_t answer_ns)
{
    can_port *port = &link->port;
    int32_t result = catch_up(link, answer_ns);
    for (uint32_t i = 0; i < link->devices && result != SERIAL_GONE; i++)
    {
        if (has(link->asked, link, &link->motor[i]) && !link->motor[i].unsure)
        {
            can_port_add(port, &link->frame[i]);
            link->motor[i].dividers = 0;
            link->sent |= UINT64_C(1) << i;
        }
    }
    const uint64_t sent = link->sent;
    if (result != SERIAL_GONE && sent != 0)
    {
        port->late = 0;
        port->extra_ns = 0;
        result = send_and_wait(link, answer_ns);
    }
    if (result == SERIAL_OK && sent == link->asked)
    {
        decide(link);
        return link->doubled ? BUS_WRONG_ID : port->late ? BUS_LATE : BUS_GOOD;
    }
    const bus_outcome outcome = why(link, result);
    for (uint32_t i = 0; i < link->devices; i++)
    {
        const int is_missing = has(sent, link, &link->motor[i]) && !link->motor[i].answered;
        link->motor[i].behind += (uint32_t)is_missing;
        link->motor[i].unsure |= is_missing;
    }
    link->undecided += outcome == BUS_UNDECIDED;
    return outcome;
}

/* ------------------------------------------------------------------------------------------------------- register */

bus_outcome mit_link_register(mit_link *link, const can_message *question, mit_value *value, uint32_t *feedback_id,
    uint32_t *answers)
{
    can_port *port = &link->port;
    const mit_value wanted = *value;
    can_message message;
    mit_value heard;
    uint32_t came = 0;
    mit_link_begin(link);
    can_port_add(port, question);
    const int32_t sent = can_port_flush(port);
    if (sent != SERIAL_OK)
    {
        return sent == SERIAL_GONE ? BUS_GONE : BUS_LOST;
    }
    int64_t deadline_ns = port->asked_ns + MIT_PATIENCE_NS;
    while (came < (answers == NULL ? 1u : 2u))
    {
        const int32_t result = can_port_next(port, deadline_ns, &message);
        if (result != SERIAL_OK)
        {
            const bus_outcome outcome = why(link, result);
            return came > 0 ? BUS_GOOD : outcome == BUS_UNDECIDED ? BUS_LOST : outcome;
        }
        if (message.extended == link->dialect->extended && link->dialect->value(&message, &heard) &&
            heard.id == wanted.id && heard.number == wanted.number && heard.written == wanted.written)
        {
            *value = heard;
            *feedback_id = message.id;
            came++;
            deadline_ns = clock_ns() + DOUBLE_NS; /* a second one comes soon or never */
            if (answers != NULL)
            {
                *answers = came;
            }
        }
    }
    return BUS_GOOD;
}
