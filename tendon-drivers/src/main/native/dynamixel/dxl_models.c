#include "dxl_models.h"

#include <stddef.h>

/*
 * Models whose tables have the registers of dxl_models.h. current_ma is the unit of Goal Current (102). XL430, XC430
 * and the 2X series measure a load in percent instead and have no current control. Register 98: "available from
 * firmware v38", from the beginning on X330. Fast sync read: X430 and X540 from v45, X330 from v46.
 */
static const dxl_model MODELS[] = {
    {1000, "XH430-W350", 2.69, 38, 45},
    {1001, "XD430-T350", 2.69, 38, 45},
    {1010, "XH430-W210", 2.69, 38, 45},
    {1011, "XD430-T210", 2.69, 38, 45},
    {1020, "XM430-W350", 2.69, 38, 45},
    {1030, "XM430-W210", 2.69, 38, 45},
    {1040, "XH430-V350", 1.34, 38, 45},
    {1050, "XH430-V210", 1.34, 38, 45},
    {1060, "XL430-W250", 0.0, 38, 45},
    {1070, "XC430-W150", 0.0, 38, 45},
    {1080, "XC430-W240", 0.0, 38, 45},
    {1090, "2XL430-W250", 0.0, 38, 45},
    {1100, "XH540-W270", 2.69, 38, 45},
    {1101, "XD540-T270", 2.69, 38, 45},
    {1110, "XH540-W150", 2.69, 38, 45},
    {1111, "XD540-T150", 2.69, 38, 45},
    {1120, "XM540-W270", 2.69, 38, 45},
    {1130, "XM540-W150", 2.69, 38, 45},
    {1140, "XH540-V270", 2.69, 38, 45},
    {1150, "XH540-V150", 2.69, 38, 45},
    {1160, "2XC430-W250", 0.0, 38, 45},
    {1170, "XW540-T260", 2.69, 38, 45},
    {1180, "XW540-T140", 2.69, 38, 45},
    {1190, "XL330-M077", 1.0, 0, 46},
    {1200, "XL330-M288", 1.0, 0, 46},
    {1210, "XC330-T181", 1.0, 0, 46},
    {1220, "XC330-T288", 1.0, 0, 46},
    {1230, "XC330-M181", 1.0, 0, 46},
    {1240, "XC330-M288", 1.0, 0, 46},
    {1270, "XW430-T333", 2.69, 38, 45},
};

const dxl_model *dxl_model_of(uint32_t number)
{
    for (size_t i = 0; i < sizeof MODELS / sizeof MODELS[0]; i++)
    {
        if (MODELS[i].number == number)
        {
            return &MODELS[i];
        }
    }
    return NULL;
}

const char *dxl_hardware_text(uint32_t error)
{
    return (error & DXL_HARDWARE_OVERLOAD) != 0 ? "overload" :
        (error & DXL_HARDWARE_HOT) != 0 ? "overheating" :
        (error & DXL_HARDWARE_SHOCK) != 0 ? "electrical shock or too little power" :
        (error & DXL_HARDWARE_ENCODER) != 0 ? "motor encoder" :
        (error & DXL_HARDWARE_VOLTAGE) != 0 ? "input voltage" : "unknown";
}
