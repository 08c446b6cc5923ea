#define _POSIX_C_SOURCE 200809L

#include "motors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int32_t read_one(const char *driver, char *piece, motor_list *list, error_line *error)
{
    char *id_text = strchr(piece, ':');
    double id = 0;
    char *word = id_text == NULL ? NULL : strchr(id_text + 1, ':');
    if (word != NULL)
    {
        *word++ = '\0';
    }
    if (id_text != NULL)
    {
        *id_text++ = '\0';
    }
    if (piece[0] == '\0' || id_text == NULL || !config_number(id_text, 0, 1e9, &id) || id != (double)(uint32_t)id)
    {
        return fail(error, "%s: cannot use motor %.80s; write motors=NAME:ID,NAME:ID,...", driver, piece);
    }
    if (strlen(piece) >= SINEW_NAME_BYTES || (word != NULL && strlen(word) >= MOTOR_WORD_BYTES))
    {
        return fail(error, "%s: motor name or word too long: name=%.80s, max=%u bytes; shorten it", driver, piece,
            SINEW_NAME_BYTES - 1);
    }
    for (uint32_t i = 0; i < list->count; i++)
    {
        if (strcmp(list->motor[i].name, piece) == 0 || list->motor[i].id == (uint32_t)id)
        {
            return fail(error, "%s: motor named or addressed twice: name=%.40s, id=%u and name=%.40s, id=%u; correct "
                "one", driver, list->motor[i].name, list->motor[i].id, piece, (uint32_t)id);
        }
    }
    if (list->count == MOTORS_MAX)
    {
        return fail(error, "%s: too many motors: max=%d; use a second bus", driver, MOTORS_MAX);
    }
    motor *added = &list->motor[list->count++];
    snprintf(added->name, sizeof added->name, "%s", piece);
    snprintf(added->word, sizeof added->word, "%s", word == NULL ? "" : word);
    added->id = (uint32_t)id;
    return SINEW_OK;
}

int32_t motors_read(const char *driver, char *value, void *field, error_line *error)
{
    motor_list *list = field;
    list->count = 0;
    for (char *piece = value; piece != NULL;)
    {
        char *comma = strchr(piece, ',');
        if (comma != NULL)
        {
            *comma++ = '\0';
        }
        if (read_one(driver, piece, list, error) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        piece = comma;
    }
    return SINEW_OK;
}

int32_t motors_check_list(const char *driver, const char *key, const config_numbers *numbers, uint32_t motors,
    error_line *error)
{
    if (numbers->count > 1 && numbers->count != motors)
    {
        return fail(error, "%s: %s has %u numbers for %u motors; give one for all or one for each", driver, key,
            numbers->count, motors);
    }
    return SINEW_OK;
}

int32_t motors_check(const char *driver, const motor_settings *settings, uint32_t id_least, uint32_t id_most,
    motor_scale *scale, error_line *error)
{
    const uint32_t count = settings->motors.count;
    if (motors_check_list(driver, "sign", &settings->sign, count, error) != SINEW_OK ||
        motors_check_list(driver, "gear", &settings->gear, count, error) != SINEW_OK ||
        motors_check_list(driver, "zero_rad", &settings->zero_rad, count, error) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < count; i++)
    {
        const motor *motor = &settings->motors.motor[i];
        if (motor->id < id_least || motor->id > id_most)
        {
            return fail(error, "%s: motor %.40s has id %u; ids of this bus go from %u to %u, correct it", driver,
                motor->name, motor->id, id_least, id_most);
        }
        scale[i].sign = config_number_of(&settings->sign, i, 1.0);
        scale[i].gear = config_number_of(&settings->gear, i, 1.0);
        scale[i].zero_rad = config_number_of(&settings->zero_rad, i, 0.0);
        if (scale[i].sign != 1.0 && scale[i].sign != -1.0)
        {
            return fail(error, "%s: sign of motor %.40s is %g; write 1 or -1", driver, motor->name, scale[i].sign);
        }
    }
    return SINEW_OK;
}

const char *motors_found(const motor_list *motors, uint32_t count, char *text, size_t room)
{
    size_t used = 0;
    for (uint32_t i = 0; i < count && used + 5 < room; i++)
    {
        used += (size_t)snprintf(text + used, room - used, "%s%u", i == 0 ? "" : ",", motors->motor[i].id);
    }
    return used == 0 ? "none" : text;
}

int32_t motors_meant(const char *driver, const char *request, const double *values, int32_t count, uint32_t motors,
    uint64_t *mask, error_line *error)
{
    if (count != 1 || !(values[0] >= -1 && values[0] < motors) || values[0] != (double)(int32_t)values[0])
    {
        return fail(error, "%s: %s wants one number, the index of a motor from 0 to %u, or -1 for all", driver, request,
            motors - 1);
    }
    const uint64_t all = motors == 64 ? ~UINT64_C(0) : (UINT64_C(1) << motors) - 1;
    *mask = values[0] < 0 ? all : UINT64_C(1) << (uint32_t)values[0];
    return SINEW_OK;
}
